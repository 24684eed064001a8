import { Command } from 'commander';
import { SAMPLE_CONSORTIUM } from '../admin/start-network.js';
import type { BatchSettings, Channel, Consortium } from '../consortium/definition.js';
import { readConsortium } from '../consortium/read-definition.js';
import { exitCodesHelp } from './failure.js';
import type { Streams } from './streams.js';

export function showCommand({ stdout }: Streams): Command {
    return new Command('show')
        .description('Check the definition of a consortium and show all that follows from it, defaults included.')
        .option('--consortium <file>', 'definition of the consortium', SAMPLE_CONSORTIUM)
        .option('--json', 'the resolved definition as one line of JSON')
        .addHelpText('after', exitCodesHelp)
        .action((options: { readonly consortium: string; readonly json?: boolean }) => {
            const consortium = readConsortium(options.consortium);
            stdout.write(options.json === true ? `${JSON.stringify(consortium)}\n` : described(consortium));
        });
}

function described({ name, organisations, channels }: Consortium): string {
    const members = organisations.map(({ name: organisation, mspId, peers, users }) => {
        const hosts = peers.map((peer) => peer.name).join(', ');
        return `  ${organisation.padEnd(12)}${mspId.padEnd(16)}${hosts}  users ${users.map((user) => user.name).join(', ')}`;
    });
    return [`Consortium ${name}`, '', 'Organisations', ...members, '', ...channels.flatMap(describedChannel), ''].join(
        '\n',
    );
}

function describedChannel({ name, organisations, batch, fabric, chaincodes }: Channel): readonly string[] {
    return [
        `Channel ${name}: ${organisations.join(', ')}`,
        `  a block after ${describedBatch(batch)}; on Fabric after ${describedBatch(fabric.batch)}`,
        ...chaincodes.flatMap((chaincode) => [
            `  chaincode ${chaincode.name} ${chaincode.version}: ${chaincode.path}`,
            `    endorsed by ${chaincode.policy}`,
            ...chaincode.collections.map(
                (one) =>
                    `    collection ${one.name}: ${one.policy}, endorsed by ${one.endorsementPolicy?.signaturePolicy ?? chaincode.policy}`,
            ),
        ]),
    ];
}

function describedBatch({ timeoutMs, maxMessages, preferredMaxBytes }: BatchSettings): string {
    return `${String(timeoutMs)} ms, ${String(maxMessages)} transactions or ${String(preferredMaxBytes)} bytes`;
}
