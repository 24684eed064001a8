import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { removeNetwork } from '../admin/data-directory.js';
import { exitCodes, exitCodesHelp } from './failure.js';
import type { Streams } from './streams.js';
import { DEFAULT_DATA } from './up.js';

interface ResetOptions {
    readonly data: string;
    readonly yes?: boolean;
    readonly json?: boolean;
}

export function resetCommand({ stdout }: Streams): Command {
    return new Command('reset')
        .description('Remove the ledger, the identities and the profiles of a network that does not run, for good.')
        .option('--data <dir>', 'the data directory of the network', DEFAULT_DATA)
        .option('--yes', 'yes, remove them')
        .option('--json', 'the removed paths as one line of JSON')
        .addHelpText('after', exitCodesHelp)
        .action(async (options: ResetOptions) => {
            requireYes(options);
            const removed = await removeNetwork(options.data);
            stdout.write(options.json === true ? `${JSON.stringify({ removed })}\n` : told(removed, options.data));
        });
}

function requireYes({ data, yes }: ResetOptions): void {
    if (yes === true) return;
    throw new CommanderError(
        exitCodes.usage,
        'quartier.confirmation',
        `this removes the ledger and the identities in ${resolve(data)} for good; add --yes to do it`,
    );
}

function told(removed: readonly string[], data: string): string {
    if (removed.length === 0) return `There is no network in ${resolve(data)}.\n`;
    return `Removed:\n${removed.map((path) => `  ${path}`).join('\n')}\n`;
}
