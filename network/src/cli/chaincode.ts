import { resolve } from 'node:path';
import { Command } from 'commander';
import { askNetwork } from '../admin/control.js';
import type { ForeignChaincode } from '../consortium/foreign-chaincode.js';
import type { Deployment } from '../devnet/devnet.js';
import { exitCodesHelp } from './failure.js';
import type { Streams } from './streams.js';
import { DEFAULT_DATA } from './up.js';

interface DeployOptions {
    readonly data: string;
    readonly name: string;
    readonly channel?: string;
    readonly version?: string;
    readonly policy?: string;
    readonly collections?: string;
    readonly initRequired?: boolean;
    readonly json?: boolean;
}

/** The commands about the chaincode of an embedded network that runs. */
export function chaincodeCommand(streams: Streams): Command {
    return new Command('chaincode')
        .description('Give an embedded network that runs other chaincode.')
        .addHelpText('after', exitCodesHelp)
        .addCommand(deployCommand(streams));
}

function deployCommand({ stdout }: Streams): Command {
    return new Command('deploy')
        .description(
            'Define a Node chaincode on a channel and run it from its folder, on a server for each organisation. The\n' +
                'same name again is an upgrade. An edited file is used from the next call on, without deploying again.',
        )
        .argument('<dir>', 'folder of the chaincode, installed and built; its package.json names the main module')
        .requiredOption('--name <name>', 'name of the chaincode')
        .option('--channel <channel>', 'the channel, where there are several')
        .option('--version <version>', 'its version; that of the package.json unless given')
        .option('--policy <policy>', "endorsement policy, such as OR('CouncilMSP.peer'); a majority unless given")
        .option('--collections <file>', "private data collections, in the form of Fabric's configuration")
        .option('--init-required', 'take calls only after one that initialises the version (isInit)')
        .option('--data <dir>', 'the data directory of the network', DEFAULT_DATA)
        .option('--json', 'the outcome as one line of JSON')
        .addHelpText('after', exitCodesHelp)
        .action(async (folder: string, options: DeployOptions) => {
            const { channel, sequence, packageId, definition } = (await askNetwork(options.data, {
                command: 'deploy',
                chaincode: chaincodeOf(folder, options),
                ...(options.channel === undefined ? {} : { channel: options.channel }),
            })) as Deployment;
            const { name, version, policy } = definition;
            stdout.write(
                options.json === true
                    ? `${JSON.stringify({ channel, name, version, sequence, packageId, policy })}\n`
                    : `${name} ${version} is on ${channel}, sequence ${String(sequence)}, endorsed by ${policy}.\n` +
                          `Its package is ${packageId}.\n`,
            );
        });
}

function chaincodeOf(
    folder: string,
    { name, version, policy, collections, initRequired }: DeployOptions,
): ForeignChaincode {
    return {
        folder: resolve(folder),
        name,
        ...(version === undefined ? {} : { version }),
        ...(policy === undefined ? {} : { policy }),
        ...(collections === undefined ? {} : { collectionsFile: resolve(collections) }),
        ...(initRequired === true ? { initRequired } : {}),
    };
}
