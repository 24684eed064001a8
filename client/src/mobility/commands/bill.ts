import { Option, type Command } from 'commander';

import { shareWeights, type ShareWeight } from '@quartier/rules/mobility';

import { addCommand, type Runner } from '../../cli/command.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import type { Bill } from '../billing/index.js';

import { euroOf } from './euro.js';
import { ppmValue, readOwnLegs } from './options.js';
import { act } from './window.js';

interface Period {
    readonly from: string;
    readonly to: string;
}

interface OwnLegs {
    readonly own?: string;
}

const OWN_LEGS = 'legs with your own service: JSON list of records, as leg list --json has them';

interface ShareOptions extends OwnLegs {
    readonly window: string;
    readonly weight: ShareWeight;
}

export function addBillCommand(mobility: Command, run: Runner): void {
    addCommand(mobility, 'bill <subscription>', 'What a rider pays for a period, over all operators')
        .requiredOption('--from <day>', 'first local day', dayValue)
        .requiredOption('--to <day>', 'last local day', dayValue)
        .option('--own <file>', OWN_LEGS)
        .action((subscription: string, { from, to, own }: Period & OwnLegs, command: Command) =>
            act(
                run,
                command,
                async (client) => client.bill({ subscription, period: { from, to }, ownLegs: await readOwnLegs(own) }),
                billText,
            ),
        );
}

export function addShareCommands(mobility: Command, run: Runner): void {
    const share = mobility.command('share').description('Caps and passes, shared among the operators of your riders');
    weighed(addCommand(share, 'cap-loss <id>', "Share what caps cut of a window's legs")).action(
        (id: string, options: ShareOptions, command: Command) =>
            act(
                run,
                command,
                async (client) => {
                    const { window, weight, own } = options;
                    const of = { share: id, window, weight, ownLegs: await readOwnLegs(own) };
                    return { share: id, record: (await client.shareWindowCapLoss(of)) ?? null };
                },
                ({ record }) => (record === null ? 'No cap cut anything.' : `${id} is shared.`),
            ),
    );
    weighed(addCommand(share, 'pass <id>', 'Share what plans brought in, by what they included of a window'))
        .requiredOption('--from <day>', 'first local day of the period', dayValue)
        .requiredOption('--to <day>', 'last local day of the period', dayValue)
        .option('--commission-ppm <ppm>', 'what your organisation keeps of it', ppmValue, 0)
        .action((id: string, options: ShareOptions & Period & { readonly commissionPpm: number }, command: Command) =>
            act(
                run,
                command,
                async (client) => {
                    const { window, weight, from, to, commissionPpm } = options;
                    const ownLegs = await readOwnLegs(options.own);
                    const of = { share: id, window, ownLegs, period: { from, to }, commissionPpm, split: { weight } };
                    return { share: id, record: (await client.shareWindowPassRevenue(of)) ?? null };
                },
                ({ record }) => (record === null ? 'No plan included anything.' : `${id} is shared.`),
            ),
        );
    addCommand(share, 'post <id>', 'Show each operator its part, and post it between the two').action(
        (id: string, _: object, command: Command) =>
            act(
                run,
                command,
                async (client) => ({ share: id, posted: await client.postShares(id) }),
                ({ posted }) =>
                    formatTable(posted, [
                        { title: 'OPERATOR', value: ({ operator }) => operator },
                        { title: 'EURO', value: ({ adjustmentMicroEur }) => euroOf(adjustmentMicroEur), right: true },
                    ]),
            ),
    );
}

function weighed(command: Command): Command {
    return command
        .requiredOption('--window <id>', 'window whose legs are shared')
        .option('--own <file>', OWN_LEGS)
        .addOption(new Option('--weight <weight>', 'what shares go by').choices([...shareWeights]).default('amount'));
}

function billText({ subscription, fees, usage, others, unbilled, totalMicroEur }: Bill): string {
    const { fullMicroEur, includedMicroEur, capLossMicroEur, payableMicroEur } = usage.totals;
    const lines: readonly (readonly [string, string])[] = [
        ...fees.map(({ plan, daysUsed, feeMicroEur }) => [`${plan}, ${String(daysUsed)} days`, feeMicroEur] as const),
        [`${String(usage.legs.length)} legs at the operators' prices`, fullMicroEur],
        ['included', (-BigInt(includedMicroEur)).toString()],
        ['beyond the caps', (-BigInt(capLossMicroEur)).toString()],
        ['to pay for legs', payableMicroEur],
        ...others.map(({ operator, kind, amountMicroEur }) => [`${kind} of ${operator}`, amountMicroEur] as const),
        ['total', totalMicroEur],
    ];
    const table = formatTable(lines, [
        { title: '', value: ([text]) => text },
        { title: 'EURO', value: ([, amount]) => euroOf(amount), right: true },
    ]);
    const exceptions = unbilled.map(
        ({ operator, leg, state, priceMicroEur }) =>
            `not billed: ${leg} of ${operator}, ${euroOf(priceMicroEur)} euro: the subscription was ${state} when it started`,
    );
    return [subscription, table, ...exceptions].join('\n');
}
