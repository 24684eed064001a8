import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { requireNetwork } from '../admin/data-directory.js';
import { LOG_FOLDER, type LogSelection, readLog } from '../logs/index.js';
import { exitCodesHelp } from './failure.js';
import { untilStopped } from './stop-signals.js';
import type { Streams } from './streams.js';
import { DEFAULT_DATA } from './up.js';

interface LogsOptions extends LogSelection {
    readonly data: string;
    readonly follow?: boolean;
}

export function logsCommand({ stdout }: Streams): Command {
    return new Command('logs')
        .description('Show what a network and its chaincode have logged, whether it runs or not: TIME [SOURCE] TEXT.')
        .option('--data <dir>', 'the data directory of the network', DEFAULT_DATA)
        .option('--peer <host>', 'only what this peer has logged')
        .option('--chaincode <name>', 'only what this chaincode has logged')
        .option('--follow', 'go on with what is logged, until a signal ends it')
        .addHelpText('after', exitCodesHelp)
        .action(async ({ data, follow, ...selection }: LogsOptions) => {
            requireNetwork(data);
            const lines = readLog(join(resolve(data), LOG_FOLDER), selection, follow === true ? stopped() : undefined);
            for await (const line of lines) stdout.write(`${line}\n`);
        });
}

function stopped(): AbortSignal {
    const ended = new AbortController();
    void untilStopped().then(() => {
        ended.abort();
    });
    return ended.signal;
}
