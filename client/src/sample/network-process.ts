import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A network that runs in a process of its own. */
export interface NetworkProcess {
    /** Connection profiles by organisation. */
    readonly profiles: Readonly<Record<string, string>>;
    /** Resolves when the process has ended, to its exit code. */
    readonly ended: Promise<number>;
    stop(): Promise<void>;
}

/**
 * Starts `quartier-network up` and waits for its ready line.
 * @throws Error when it ends before it is ready; what it said is on stderr then.
 */
export async function startNetworkProcess(dataDir: string): Promise<NetworkProcess> {
    // npm scripts have the workspace's programs on their path.
    const child = spawn('quartier-network', ['up', '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = exitOf(child);
    const ready = await Promise.race([readyLine(child), ended.then(() => undefined)]);
    if (ready === undefined) throw new Error('The network ended before it was ready.');
    return {
        profiles: ready.profiles,
        ended,
        stop: async () => {
            child.kill('SIGTERM');
            await ended;
        },
    };
}

async function readyLine(child: ChildProcess): Promise<{ readonly profiles: Record<string, string> } | undefined> {
    if (child.stdout === null) return undefined;
    for await (const line of createInterface({ input: child.stdout })) {
        return JSON.parse(line) as { profiles: Record<string, string> };
    }
    return undefined;
}

function exitOf(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => {
            resolve(code ?? 1);
        });
    });
}
