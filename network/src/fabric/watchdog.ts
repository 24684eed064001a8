import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Ends the nodes when this program is killed and cannot do so itself. */
export interface Watchdog {
    watch(pid: number): void;
    forget(pid: number): void;
    stop(): Promise<void>;
}

/**
 * It reads the numbers of the processes to watch, all of them on each line. The operating system closes what it reads
 * from when the program at the other end has ended, however it ended.
 */
const SCRIPT = 'pids=; while read -r line; do pids=$line; done; [ -z "$pids" ] || kill -KILL $pids';

export function startWatchdog(): Watchdog {
    const pids = new Set<number>();
    // A group of its own, so that what ends this program's group does not end it too.
    const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    const ended = once(shell, 'exit');
    // Without it a killed run's nodes wait for the next start, which knows them by their records.
    shell.stdin.on('error', () => undefined);
    const tell = (): void => {
        shell.stdin.write(`${[...pids].join(' ')}\n`);
    };
    return {
        watch: (pid) => {
            pids.add(pid);
            tell();
        },
        forget: (pid) => {
            pids.delete(pid);
            tell();
        },
        stop: async () => {
            pids.clear();
            tell();
            shell.stdin.end();
            await ended;
        },
    };
}
