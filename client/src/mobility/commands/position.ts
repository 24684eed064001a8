import type { Command } from 'commander';

import type { DirectionPosition, GetPositionReply, WindowPosition } from '@quartier/rules/mobility';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { formatTable } from '../../cli/table.js';

import { euroOf } from './euro.js';
import { euroValue } from './options.js';

interface GrantOptions {
    readonly with: string;
    readonly limit: string;
}

type PartnerPosition = GetPositionReply & { readonly with: string };

export function addPositionCommands(mobility: Command, run: Runner): void {
    const position = mobility.command('position').description('What your organisation and others owe each other');
    addCommand(position, 'show', 'Positions with one partner, or with all')
        .option('--with <mspId>', 'the other organisation')
        .action((options: { readonly with?: string }, command: Command) => show(run, command, options));
    addCommand(
        position,
        'grant',
        'Grant a seller a line of credit for its riders; the first one opens the books of the two',
    )
        .requiredOption('--with <mspId>', 'the seller')
        .requiredOption('--limit <euro>', 'the most that it may owe before a window is settled', euroValue)
        .action((options: GrantOptions, command: Command) => grant(run, command, options));
}

async function show(run: Runner, command: Command, { with: other }: { readonly with?: string }): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        const partners: PartnerPosition[] = [];
        for (const partner of other === undefined ? await mobility.partners() : [other])
            partners.push({ with: partner, ...(await mobility.position(partner)) });
        output.result({ partners }, () => positionTable(partners.flatMap(({ positions }) => positions)));
        return exitCodes.done;
    });
}

async function grant(run: Runner, command: Command, { with: other, limit }: GrantOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { mobility } = await connect();
        await mobility.grantCredit({ with: other, limitMicroEur: limit });
        output.result({ with: other, limitMicroEur: limit }, () => `${other} may owe up to ${euroOf(limit)} euro.`);
        return exitCodes.done;
    });
}

function positionTable(positions: readonly DirectionPosition[]): string {
    return formatTable(positions, [
        { title: 'DEBTOR', value: ({ debtor }) => debtor },
        { title: 'CREDITOR', value: ({ creditor }) => creditor },
        { title: 'OWED', value: ({ owedMicroEur }) => euroOf(owedMicroEur), right: true },
        { title: 'DEBTS', value: ({ windows }) => euroOf(debtsOf(windows)), right: true },
        { title: 'LIMIT', value: ({ limitMicroEur }) => euroOf(limitMicroEur), right: true },
        { title: 'LEFT', value: ({ leftMicroEur }) => euroOf(leftMicroEur), right: true },
        {
            title: 'LEGS',
            value: ({ windows }) => String(windows.reduce((sum, { legs }) => sum + legs, 0)),
            right: true,
        },
    ]);
}

/** What is owed of settled windows, in which one of the two was in default. */
function debtsOf(windows: readonly WindowPosition[]): string {
    return windows
        .filter(({ standing }) => standing === 'debt')
        .reduce((sum, { amountMicroEur }) => sum + BigInt(amountMicroEur), 0n)
        .toString();
}
