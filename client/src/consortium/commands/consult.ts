import type { Command } from 'commander';

import type { DecisionRecord } from '@quartier/rules/consortium';

import type { Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { getDecision, listDecisions, valueInForce } from '../decisions.js';
import { decisionText, named, type AreaOptions } from './decision-text.js';

interface InForceOptions extends AreaOptions {
    readonly subject: string;
    readonly day: string;
}

export function addConsultCommands(add: (usage: string, description: string) => Command, run: Runner): void {
    add('show <decision>', 'Show a decision, its votes and its value').action(
        (decision: string, options: AreaOptions, command: Command) => show(run, command, decision, options),
    );
    add('decisions', 'List the decisions').action((options: AreaOptions, command: Command) =>
        list(run, command, options),
    );
    add('in-force', 'Show what is in force on a day')
        .requiredOption('--subject <name>', 'what is decided on')
        .requiredOption('--day <day>', 'day', dayValue)
        .action((options: InForceOptions, command: Command) => inForce(run, command, options));
}

async function show(run: Runner, command: Command, id: string, { area }: AreaOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const decision = await getDecision((await connect()).area(area), id);
        output.result(decision, () => `${decisionText(decision)}\nValue      ${JSON.stringify(decision.value)}`);
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command, { area }: AreaOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const decisions: DecisionRecord[] = [];
        for await (const decision of listDecisions((await connect()).area(area))) decisions.push(decision);
        output.result({ decisions }, () =>
            formatTable(decisions, [
                { title: 'DECISION', value: (row) => row.decision },
                { title: 'SUBJECT', value: (row) => row.subject },
                { title: 'FROM', value: (row) => row.from },
                { title: 'STATE', value: (row) => row.state },
                { title: 'APPROVED', value: (row) => named(row.approvedBy) },
                { title: 'REJECTED', value: (row) => named(row.rejectedBy) },
            ]),
        );
        return exitCodes.done;
    });
}

async function inForce(run: Runner, command: Command, { area, subject, day }: InForceOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const found = await valueInForce((await connect()).area(area), subject, day);
        output.result({ subject, day, ...(found === undefined ? {} : { inForce: found }) }, () =>
            found === undefined
                ? `Nothing is in force on ${subject} on ${day}.`
                : `${JSON.stringify(found.value)}\nby ${found.decision}, from ${found.from}`,
        );
        return exitCodes.done;
    });
}
