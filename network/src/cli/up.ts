import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Network, type NetworkOptions, SAMPLE_CONSORTIUM, startNetwork } from '../admin/start-network.js';
import { exitCodesHelp } from './failure.js';
import { untilStopped } from './stop-signals.js';
import type { Streams } from './streams.js';

interface UpOptions {
    readonly data: string;
    readonly consortium: string;
    readonly crypto?: string;
    readonly operationsPort?: number;
    readonly chaincodeServers: 'shared' | 'per-organisation';
}

export const DEFAULT_DATA = join('.quartier', 'embedded');

export function upCommand(streams: Streams): Command {
    return new Command('up')
        .description(
            'Run the consortium on this machine, in this process, until a signal ends it. When clients can connect,\n' +
                'one line of JSON is on stdout: {"ready":true,"profiles":{"council":"PATH",…},"operations":"URL"}.\n' +
                'The URL serves /healthz, /version and /metrics. Logs are on stderr and in the data directory.',
        )
        .option('--data <dir>', 'where ledger, identities and profiles stand', DEFAULT_DATA)
        .option(
            '--crypto <dir>',
            "where the identities stand, in the layout of Fabric's cryptogen; the data directory unless given",
        )
        .option('--consortium <file>', 'definition of the consortium', SAMPLE_CONSORTIUM)
        .addOption(
            new Option('--chaincode-servers <how>', 'one chaincode server for all organisations, or one for each')
                .choices(['shared', 'per-organisation'])
                .default('shared'),
        )
        .option('--operations-port <port>', 'port of the operations service; any that is free unless given', portOf)
        .option('--json', 'report a failure as JSON too')
        .addHelpText('after', exitCodesHelp)
        .action(async (options: UpOptions) => {
            await up(options, streams);
        });
}

async function up(options: UpOptions, streams: Streams): Promise<void> {
    const stopped = untilStopped();
    const started = performance.now();
    const network = await startNetwork(networkOptions(options, streams));
    streams.stdout.write(`${readyLine(network)}\n`);
    if (streams.stderr.isTTY === true) {
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        streams.stderr.write(`Ready after ${seconds} s. Ctrl-C stops it.\n`);
    }
    await stopped;
    await network.stop();
}

/** The line that tells other programs where to connect. */
function readyLine({ profiles, operationsUrl }: Network): string {
    return JSON.stringify({ ready: true, profiles, operations: operationsUrl });
}

function networkOptions(
    { data, consortium, crypto, operationsPort, chaincodeServers }: UpOptions,
    { stderr }: Streams,
): NetworkOptions {
    return {
        consortiumFile: consortium,
        dataDir: data,
        chaincodeServers,
        ...(crypto === undefined ? {} : { cryptoDir: crypto }),
        ...(operationsPort === undefined ? {} : { operationsPort }),
        log: (line) => stderr.write(`${line}\n`),
        ...(stderr.isTTY === true ? { progress: (step) => stderr.write(`${step}…\n`) } : {}),
    };
}

function portOf(text: string): number {
    const port = Number(text);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
    throw new InvalidArgumentError('it is a number from 1 to 65535.');
}
