import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { formatTable } from '../../cli/table.js';
import { readBytes, readText } from '../../files/index.js';

import { addCarpoolExportCommands } from './carpool-export.js';
import { carpoolOf } from './carpool-session.js';
import { euroOf } from './euro.js';
import { euroValue } from './options.js';

/** The registry's secret is at least so long. */
const KEY_BYTES = 32;

interface CampaignOptions {
    readonly campaign: string;
}

export function addCarpoolCommands(mobility: Command, run: Runner): void {
    const carpool = mobility.command('carpool').description('Campaigns of carpooling: their riders, money and exports');
    addCampaignCommands(carpool, run);
    addRiderCommands(carpool, run);
    addCarpoolExportCommands(carpool, run);
}

function addCampaignCommands(carpool: Command, run: Runner): void {
    addCommand(carpool, 'fund', 'Put money of the council into a campaign; the first time opens it')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--funding <id>', 'id of this funding')
        .requiredOption('--euro <amount>', 'amount in euro; 0 opens the campaign alone', euroValue)
        .action(async (options: CampaignOptions & { funding: string; euro: string }, command: Command) =>
            run(command, async (session) => {
                const { campaign, funding, euro: amountMicroEur } = options;
                const record = await (await carpoolOf(session)).fundCampaign({ campaign, funding, amountMicroEur });
                session.output.result(record, () => `${campaign}: ${euroOf(record.fundedMicroEur)} euro in all.`);
                return exitCodes.done;
            }),
        );
    addCommand(carpool, 'campaign', 'What a campaign has and has paid')
        .requiredOption('--campaign <id>', 'campaign')
        .action(async ({ campaign }: CampaignOptions, command: Command) =>
            run(command, async (session) => {
                const record = await (await carpoolOf(session)).getCampaign(campaign);
                session.output.result(
                    record,
                    () =>
                        `${campaign}: ${euroOf(record.paidMicroEur)} of ${euroOf(record.fundedMicroEur)} euro paid in ${String(record.batches)} batches.`,
                );
                return exitCodes.done;
            }),
        );
}

interface RiderOptions extends CampaignOptions {
    readonly batch: string;
    readonly identities: string;
}
interface IssueOptions extends CampaignOptions {
    readonly operator: string;
    readonly batch: string;
    readonly key: string;
}
interface MoneyOptions extends CampaignOptions {
    readonly rider: string;
    readonly euro: string;
    readonly movement: string;
    readonly out?: boolean;
}

function addRiderCommands(carpool: Command, run: Runner): void {
    addCommand(carpool, 'ask', 'Ask the registry for pseudonyms of your riders')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--batch <id>', 'id of this request')
        .requiredOption('--identities <file>', 'identity keys (sha256 in hexadecimal), one a line')
        .action((options: RiderOptions, command: Command) => ask(run, command, options));
    addCommand(carpool, 'issue', 'Issue the pseudonyms that an operator asked for, by the registry’s secret key')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--operator <mspId>', 'who asked')
        .requiredOption('--batch <id>', 'what was asked')
        .requiredOption('--key <file>', 'the secret key: 32 bytes or more')
        .action((options: IssueOptions, command: Command) => issue(run, command, options));
    addCommand(carpool, 'riders', 'Pseudonyms of your riders')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--identities <file>', 'identity keys, one a line')
        .action((options: RiderOptions, command: Command) => listRiders(run, command, options));
    addCommand(carpool, 'erase <identity>', 'Erase whose a pseudonym is')
        .requiredOption('--campaign <id>', 'campaign')
        .action(async (identity: string, { campaign }: CampaignOptions, command: Command) =>
            run(command, async (session) => {
                await (await carpoolOf(session)).eraseRider(campaign, identity);
                session.output.result({ erased: identity }, () => 'Erased.');
                return exitCodes.done;
            }),
        );
    addCommand(carpool, 'pay-in', 'Record what a rider paid in for rides, or is paid out')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--rider <pseudonym>', 'rider')
        .requiredOption('--euro <amount>', 'amount in euro', euroValue)
        .requiredOption('--movement <id>', 'id of this movement')
        .option('--out', 'it is paid out')
        .action((options: MoneyOptions, command: Command) => moveMoney(run, command, options));
    addCommand(carpool, 'balance <rider>', 'What a rider has for rides')
        .requiredOption('--campaign <id>', 'campaign')
        .action(async (rider: string, { campaign }: CampaignOptions, command: Command) =>
            run(command, async (session) => {
                const balanceMicroEur = (await (await carpoolOf(session)).balance(campaign, rider)).toString();
                session.output.result({ rider, balanceMicroEur }, () => `${euroOf(balanceMicroEur)} euro.`);
                return exitCodes.done;
            }),
        );
}

async function ask(run: Runner, command: Command, { campaign, batch, identities }: RiderOptions): Promise<void> {
    await run(command, async (session) => {
        const client = await carpoolOf(session);
        const batches = await client.askPseudonyms(campaign, batch, await linesOf(identities));
        session.output.result({ batches }, () => `Asked in ${String(batches.length)} batches: ${batches.join(', ')}.`);
        return exitCodes.done;
    });
}

async function issue(run: Runner, command: Command, { key, ...asked }: IssueOptions): Promise<void> {
    await run(command, async (session) => {
        const secret = await readBytes(key);
        if (secret.length < KEY_BYTES) throw new UsageError(`${key} has less than ${String(KEY_BYTES)} bytes.`);
        const { campaign, operator, batch } = asked;
        const issued = await (await carpoolOf(session)).issuePseudonyms({ campaign, operator, batch }, secret);
        session.output.result({ issued }, () => `${String(issued)} pseudonyms issued.`);
        return exitCodes.done;
    });
}

async function listRiders(run: Runner, command: Command, { campaign, identities }: RiderOptions): Promise<void> {
    await run(command, async (session) => {
        const found = await (await carpoolOf(session)).pseudonyms(campaign, await linesOf(identities));
        const riders = [...found].map(([identity, pseudonym]) => ({ identity, pseudonym }));
        session.output.result({ riders }, () =>
            formatTable(riders, [
                { title: 'PSEUDONYM', value: ({ pseudonym }) => pseudonym },
                { title: 'IDENTITY', value: ({ identity }) => identity },
            ]),
        );
        return exitCodes.done;
    });
}

async function moveMoney(run: Runner, command: Command, options: MoneyOptions): Promise<void> {
    await run(command, async (session) => {
        const { campaign, rider, movement: batch, euro, out } = options;
        const amountMicroEur = out === true ? (-BigInt(euro)).toString() : euro;
        await (await carpoolOf(session)).moveMoney({ campaign, batch, rider, amountMicroEur });
        session.output.result({ rider, amountMicroEur }, () => 'Recorded.');
        return exitCodes.done;
    });
}

async function linesOf(file: string): Promise<readonly string[]> {
    const lines = (await readText(file)).split(/\r?\n/u).map((line) => line.trim());
    return lines.filter((line) => line !== '');
}
