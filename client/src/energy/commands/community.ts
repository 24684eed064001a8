import { Option, type Command } from 'commander';

import {
    energyRoles,
    type AllocationRule,
    type CommunityParameters,
    type StaticKey,
    type StepMinutes,
} from '@quartier/rules/energy';

import { collected } from '../../cli/collected.js';
import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import type { EnergyClient } from '../client.js';
import { readKeyFile } from '../key-file.js';
import { zoneTable } from '../zone-table.js';

interface ParameterOptions {
    readonly from: string;
    readonly step: string;
    readonly rule: AllocationRule;
    readonly keys?: string;
}
interface CreateOptions extends ParameterOptions {
    readonly zone: string;
    readonly metering?: string;
}

/** Before any reading: a community holds for whatever is imported, unless a day is given. */
const FIRST_DAY = '2001-01-01';

export function addCommunityCommands(energy: Command, run: Runner): void {
    const community = energy.command('community').description('Create, change and consult communities');

    addParameterOptions(
        addCommand(community, 'create <id>', 'Create a community')
            .requiredOption('--zone <name>', 'time zone of its days, such as Europe/Paris')
            .option('--metering <mspId>', 'organisation that delivers the curves (default: the one with that role)')
            .option('--from <day>', 'first day of its parameters', dayValue, FIRST_DAY),
    ).action((id: string, options: CreateOptions, command: Command) => create(run, command, id, options));

    addParameterOptions(
        addCommand(community, 'set <id>', 'Set new parameters from a day on').requiredOption(
            '--from <day>',
            'first day of the new parameters',
            dayValue,
        ),
    ).action((id: string, options: ParameterOptions, command: Command) => set(run, command, id, options));

    addCommand(community, 'show <id>', 'Show a community and its parameters').action(
        (id: string, _options: object, command: Command) => show(run, command, id),
    );
    addCommand(community, 'list', 'List the communities').action((_options: object, command: Command) =>
        list(run, command),
    );
}

function addParameterOptions(command: Command): Command {
    return command
        .addOption(
            new Option('--step <minutes>', 'time step of its readings')
                .choices(['15', '30', '60'])
                .makeOptionMandatory(),
        )
        .addOption(
            new Option('--rule <rule>', 'how production is shared: prorata of consumption, or by static keys')
                .choices(['prorata', 'static'])
                .makeOptionMandatory(),
        )
        .option('--keys <file>', 'CSV with the columns meter,key (ppm such as 125000, or 12.5%), for the rule static');
}

async function create(run: Runner, command: Command, community: string, options: CreateOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const keys = await keysOf(options);
        const zone = zoneTable(options.zone);
        const { energy } = await connect();
        const metering = options.metering ?? (await meteringOf(energy));
        await energy.createCommunity({ community, metering, zone, parameters: parametersOf(options), ...keys });
        output.result({ community, metering, zone: zone.zone, parameters: parametersOf(options) }, () => {
            return `Created the community ${community}: ${described(parametersOf(options))}, curves from ${metering}.`;
        });
        return exitCodes.done;
    });
}

async function set(run: Runner, command: Command, community: string, options: ParameterOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const keys = await keysOf(options);
        const { energy } = await connect();
        await energy.setParameters({ community, parameters: parametersOf(options), ...keys });
        output.result({ community, parameters: parametersOf(options) }, () => {
            return `Parameters of ${community}: ${described(parametersOf(options))}.`;
        });
        return exitCodes.done;
    });
}

async function show(run: Runner, command: Command, id: string): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { energy } = await connect();
        const record = await energy.getCommunity(id);
        output.result(record, () =>
            [
                `Community  ${record.community}`,
                `Organiser  ${record.organiser}`,
                `Metering   ${record.metering}`,
                `Zone       ${record.zone.zone}`,
                ...record.parameters.map((parameters) => `Rule       ${described(parameters)}`),
            ].join('\n'),
        );
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { energy } = await connect();
        const communities = await collected(energy.listCommunities());
        output.result({ communities }, () =>
            formatTable(communities, [
                { title: 'COMMUNITY', value: (row) => row.community },
                { title: 'RULE', value: (row) => row.rule },
                { title: 'ZONE', value: (row) => row.zone },
            ]),
        );
        return exitCodes.done;
    });
}

function parametersOf({ from, step, rule }: ParameterOptions): CommunityParameters {
    return { from, stepMinutes: Number(step) as StepMinutes, rule };
}

function described({ from, stepMinutes, rule }: CommunityParameters): string {
    return `${rule}, steps of ${String(stepMinutes)} minutes, from ${from}`;
}

async function keysOf({ rule, keys }: ParameterOptions): Promise<{ readonly keys?: readonly StaticKey[] }> {
    if (rule === 'static' && keys === undefined) throw new UsageError('The rule static needs --keys FILE.');
    if (rule !== 'static' && keys !== undefined) throw new UsageError('Only the rule static takes --keys.');
    return keys === undefined ? {} : { keys: await readKeyFile(keys) };
}

/** The caller if it meters, else the only organisation that does. */
async function meteringOf(energy: EnergyClient): Promise<string> {
    const { organisations } = await energy.consortium();
    const holders = Object.keys(organisations).filter((id) => organisations[id]?.includes(energyRoles.metering));
    if (holders.includes(energy.mspId)) return energy.mspId;
    const [holder, ...others] = holders;
    if (holder !== undefined && others.length === 0) return holder;
    const choice = holders.length === 0 ? 'no organisation has the role metering' : `one of ${holders.join(', ')}`;
    throw new UsageError(`Which organisation delivers the curves? Give --metering MSPID: ${choice}.`);
}
