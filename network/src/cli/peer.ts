import { Command } from 'commander';
import { askNetwork } from '../admin/control.js';
import { exitCodesHelp } from './failure.js';
import type { Streams } from './streams.js';
import { DEFAULT_DATA } from './up.js';

interface PeerOptions {
    readonly data: string;
    readonly json?: boolean;
}

/** The commands that stop and start one peer of a network that runs. */
export function peerCommand(streams: Streams): Command {
    return new Command('peer')
        .description('Stop or start one peer of a network that runs.')
        .addHelpText('after', exitCodesHelp)
        .addCommand(changing('stop', 'Stop a peer, as if its machine had failed. Its ledger stays.', streams))
        .addCommand(changing('start', 'Start a peer that was stopped, at the port it had.', streams));
}

function changing(action: 'stop' | 'start', description: string, { stdout }: Streams): Command {
    return new Command(action)
        .description(description)
        .argument('<host>', 'host name of the peer, such as peer0.utility.quartier.example')
        .option('--data <dir>', 'the data directory of the network', DEFAULT_DATA)
        .option('--json', 'the outcome as one line of JSON')
        .addHelpText('after', exitCodesHelp)
        .action(async (host: string, { data, json }: PeerOptions) => {
            await askNetwork(data, { command: `${action}-peer`, host });
            const done = action === 'stop' ? 'stopped' : 'started';
            stdout.write(json === true ? `${JSON.stringify({ [done]: host })}\n` : `${host} is ${done}.\n`);
        });
}
