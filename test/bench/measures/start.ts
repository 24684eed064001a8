import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { type Figure, type Measure, medianOf } from '../measure.js';
import { inTemporaryFolder, startNetworkProcess } from '../network-process.js';

const TARGET_MS = 3_000;

/** From the start of the process to the ready line, against the start of Node alone. */
export const start: Measure = {
    name: 'start',
    conditions:
        'quartier-network up with the sample consortium: 8 organisations, 4 channels, one area to found; medians',
    run: async ({ quick, progress }) => {
        const rounds = quick ? 1 : 5;
        const cold: number[] = [];
        const warm: number[] = [];
        const bare: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
            progress(`start ${String(round + 1)} of ${String(rounds)}`);
            bare.push(await bareNodeMs());
            await inTemporaryFolder(async (folder) => {
                cold.push(await readyMs(join(folder, 'network')));
                warm.push(await readyMs(join(folder, 'network')));
            });
        }
        const node = medianOf(bare);
        return [
            figure('ready, nothing there: identities issued, area founded', medianOf(cold), node),
            figure('ready, with identities and ledger', medianOf(warm), node),
        ];
    },
};

function figure(what: string, value: number, node: number): Figure {
    return {
        what,
        value,
        unit: 'ms',
        baseline: { what: 'node that does nothing', value: node },
        target: { what: `under ${String(TARGET_MS / 1_000)} s`, reached: value < TARGET_MS },
    };
}

async function readyMs(folder: string): Promise<number> {
    const network = await startNetworkProcess(folder);
    await network.stop();
    return network.readyMs;
}

async function bareNodeMs(): Promise<number> {
    const started = performance.now();
    await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
    return performance.now() - started;
}
