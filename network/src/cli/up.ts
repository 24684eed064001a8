import { join } from 'node:path';
import { Command, Option } from 'commander';
import { type Network, type NetworkOptions, SAMPLE_CONSORTIUM, startNetwork } from '../admin/start-network.js';
import type { Engine } from '../admin/consortium-record.js';
import { exitCodesHelp } from './failure.js';
import { untilStopped } from './stop-signals.js';
import type { Streams } from './streams.js';

interface UpOptions {
    readonly engine: Engine;
    readonly data?: string;
    readonly consortium: string;
    readonly chaincodeServers: 'shared' | 'per-organisation';
}

export const DEFAULT_DATA = defaultData('embedded');

export function upCommand(streams: Streams): Command {
    return new Command('up')
        .description(
            'Run the consortium on this machine until a signal ends it. When clients can connect, stdout has one line ' +
                'of JSON: {"ready":true,"profiles":{"council":"PATH",…}}. Logs are on stderr.',
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
        .option('--consortium <file>', 'definition of the consortium', SAMPLE_CONSORTIUM)
        .addOption(
            new Option('--chaincode-servers <how>', 'one chaincode server for all organisations, or one for each')
                .choices(['shared', 'per-organisation'])
                .default('shared'),
        )
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
function readyLine({ profiles }: Network): string {
    return JSON.stringify({ ready: true, profiles });
}

function defaultData(engine: Engine): string {
    return join('.quartier', engine);
}

function networkOptions(
    { engine, data = defaultData(engine), consortium, chaincodeServers }: UpOptions,
    { stderr }: Streams,
): NetworkOptions {
    return {
        engine,
        consortiumFile: consortium,
        dataDir: data,
        chaincodeServers,
        log: (line) => stderr.write(`${line}\n`),
        ...(stderr.isTTY === true ? { progress: (step) => stderr.write(`${step}…\n`) } : {}),
    };
}
