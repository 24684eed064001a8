/**
 * The main job, from nothing: brings the sample consortium up, loads the sample district, settles its month and says what
 * came out; then stays up until a signal, or ends with `--once`. The network keeps its ledger between runs.
 */
import { join } from 'node:path';

import { newOutput } from '../cli/output.js';
import { connect } from '../quartier.js';

import { reportMonth, reportText } from './month-report.js';
import { startNetworkProcess, type NetworkProcess } from './network-process.js';
import { readSampleDistrict } from './sample-district.js';
import { settleSampleMonth } from './settle-month.js';

const USAGE = 'Usage: npm start [-- --once] [-- --json]\n';
const DATA = join('.quartier', 'sample');

async function main(args: readonly string[]): Promise<number> {
    if (args.some((arg) => arg !== '--once' && arg !== '--json')) {
        process.stderr.write(USAGE);
        return 2;
    }
    const network = await startNetworkProcess(DATA);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void network.stop());
    try {
        await runJob(network, args.includes('--json'));
        if (args.includes('--once')) return 0;
        process.stderr.write(
            `\nThe network stays up; its profiles are in ${join(DATA, 'profiles')}. Ctrl-C stops it.\n`,
        );
        return await network.ended;
    } finally {
        await network.stop();
    }
}

async function runJob(network: NetworkProcess, json: boolean): Promise<void> {
    const output = newOutput({ stdout: process.stdout, stderr: process.stderr, json, language: 'en' });
    const quartier = await connect(network.profiles['utility'] ?? '');
    try {
        const district = await readSampleDistrict();
        await settleSampleMonth(quartier.energy, district, output);
        const report = await reportMonth(quartier.energy, district);
        const { statement, shop, weekendSupplies, ...rates } = report;
        output.result(
            {
                ...rates,
                totals: statement.totals,
                shop,
                weekendSupplies: weekendSupplies.map((supply) => ({ ...supply, energyWh: supply.energyWh.toString() })),
            },
            () => reportText(report),
        );
    } finally {
        quartier.close();
    }
}

main(process.argv.slice(2)).then(
    (exitCode) => {
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    },
);
