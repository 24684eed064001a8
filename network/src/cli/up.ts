import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Network, type NetworkOptions, SAMPLE_CONSORTIUM, startNetwork } from '../admin/start-network.js';
import type { Engine } from '../admin/consortium-record.js';
import { exitCodesHelp } from './failure.js';
import { untilStopped } from './stop-signals.js';
import type { Streams } from './streams.js';

interface UpOptions {
    readonly engine: Engine;
    readonly data?: string;
    readonly consortium: string;
    readonly crypto?: string;
    readonly operationsPort?: number;
    readonly chaincodeServers: 'shared' | 'per-organisation';
}

export const DEFAULT_DATA = defaultData('embedded');

export function upCommand(streams: Streams): Command {
    return new Command('up')
        .description(
            'Run the consortium on this machine until a signal ends it. When clients can connect, stdout has one line ' +
                'of JSON: {"ready":true,"profiles":{"council":"PATH",…},"operations":"URL"}. The URL, of the embedded ' +
                'network, serves /healthz, /version and /metrics. Logs are on stderr and in the data directory.',
        )
        .addOption(
            new Option(
                '--engine <engine>',
                "embedded: all peers in this process; fabric: Fabric's own peer and orderer programs, found in the " +
                    'folder that FABRIC_BIN names or on PATH, with their logs in the data directory',
            )
                .choices(['embedded', 'fabric'])
                .default('embedded'),
        )
        .option('--data <dir>', 'where ledger, identities and profiles stand (default: ".quartier/<engine>")')
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
    return JSON.stringify({
        ready: true,
        profiles,
        ...(operationsUrl === undefined ? {} : { operations: operationsUrl }),
    });
}

function defaultData(engine: Engine): string {
    return join('.quartier', engine);
}

function networkOptions(
    { engine, data = defaultData(engine), consortium, crypto, operationsPort, chaincodeServers }: UpOptions,
    { stderr }: Streams,
): NetworkOptions {
    return {
        engine,
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
