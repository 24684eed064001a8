import type { Command } from 'commander';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { addMembersOfFile, type RefusedRow } from '../member-admission.js';

interface CommunityOption {
    readonly community: string;
}
interface AddOptions extends CommunityOption {
    readonly file: string;
}
interface EndOptions extends CommunityOption {
    readonly meter: string;
    readonly to: string;
}
interface EraseOptions extends CommunityOption {
    readonly meter: string;
    readonly yes?: boolean;
}

export function addMemberCommands(energy: Command, run: Runner): void {
    const member = energy.command('member').description('Memberships of meters');

    addCommand(member, 'add', 'Add the memberships of a file')
        .requiredOption('--community <id>', 'community')
        .requiredOption('--file <file>', 'CSV with the columns meter,member,role,from,to (to excluded, may be empty)')
        .action((options: AddOptions, command: Command) => add(run, command, options));

    addCommand(member, 'end', 'End the membership of a meter')
        .requiredOption('--community <id>', 'community')
        .requiredOption('--meter <meter>', 'meter')
        .requiredOption('--to <day>', 'first day that is no longer of the membership', dayValue)
        .action((options: EndOptions, command: Command) => end(run, command, options));

    addCommand(member, 'list', 'List the memberships')
        .requiredOption('--community <id>', 'community')
        .action((options: CommunityOption, command: Command) => list(run, command, options));

    addCommand(member, 'erase', 'Purge the curves of a former member and whose they are')
        .requiredOption('--community <id>', 'community')
        .requiredOption('--meter <meter>', 'meter')
        .option('--yes', 'it cannot be undone: say that you mean it')
        .action((options: EraseOptions, command: Command) => erase(run, command, options));
}

async function add(run: Runner, command: Command, { community, file }: AddOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const report = await addMembersOfFile({
            file,
            community,
            language: output.language,
            ledger: async () => (await connect()).energy,
        });
        const { added, unchanged, refused, problems } = report;
        for (const problem of problems) output.notice(rowText(problem));
        output.result({ community, added, unchanged, refused, problems }, () => {
            return `${String(added)} added, ${String(unchanged)} unchanged, ${String(refused)} refused.`;
        });
        return exitCodeOf({ done: added + unchanged, refused });
    });
}

function rowText({ line, meter, message, code }: RefusedRow): string {
    return `line ${String(line)}: ${meter}: ${message} [${code}]`;
}

async function end(run: Runner, command: Command, { community, meter, to }: EndOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        await (await connect()).energy.endMembership({ community, meter, to });
        output.result({ community, meter, to }, () => `The membership of ${meter} ends before ${to}.`);
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command, { community }: CommunityOption): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const members = await collected((await connect()).energy.listMembers(community));
        output.result({ community, members }, () =>
            formatTable(members, [
                { title: 'METER', value: (row) => row.meter },
                { title: 'MEMBER', value: (row) => row.member },
                { title: 'ROLE', value: (row) => row.role },
                { title: 'FROM', value: (row) => row.from },
                { title: 'TO', value: (row) => row.to ?? '' },
                { title: 'POINT', value: (row) => row.point },
            ]),
        );
        return exitCodes.done;
    });
}

async function erase(run: Runner, command: Command, { community, meter, yes }: EraseOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        if (yes !== true)
            throw new UsageError(`The curves of ${meter} and its member would be gone for good: add --yes.`);
        const purgedValues = await (await connect()).energy.eraseMember({ community, meter });
        output.result({ community, meter, purgedValues }, () => {
            return `Purged ${String(purgedValues)} stored values of ${meter}.`;
        });
        return exitCodes.done;
    });
}
