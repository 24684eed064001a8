import { Option, type Command } from 'commander';

import type { Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { dayValue } from '../../cli/option-values.js';

import { requireUnnamed } from '../identity-input.js';
import { readingOf } from '../reading-input.js';
import { readInput } from '../sentences.js';

import { addVehicleCommand, namedPassport, namedVehicle, type NamingOptions } from './naming.js';
import { replyText } from './passport-text.js';

interface CorrectOptions extends NamingOptions {
    readonly event: string;
    readonly corrects: string;
    readonly reason: string;
    readonly odometer?: string;
    readonly unit?: string;
    readonly day?: string;
    readonly evidence?: string;
}
interface ConfirmOptions extends NamingOptions {
    readonly event: string;
    readonly confirms: string;
}

export function addCorrectionCommands(vehicle: Command, run: Runner): void {
    addVehicleCommand(
        vehicle,
        'correct',
        'Say what an event of your own should have been; without a reading and day it is void',
    )
        .requiredOption('--event <id>', 'your own number of the correction')
        .requiredOption('--corrects <event>', 'the event, as MSPID:ID')
        .requiredOption('--reason <text>', 'why; everyone can read it')
        .option('--odometer <figure>', 'what the odometer showed')
        .addOption(new Option('--unit <unit>', 'of the figure').choices(['km', 'mi', 'h']))
        .option('--day <day>', 'when it was', dayValue)
        .option('--evidence <sha256>', 'of the documents that prove it')
        .action((vin: string | undefined, options: CorrectOptions, command: Command) =>
            correct(run, command, vin, options),
        );
    addVehicleCommand(vehicle, 'confirm', 'Confirm a correction of another organisation')
        .requiredOption('--event <id>', 'your own number of the confirmation')
        .requiredOption('--confirms <event>', 'the correction, as MSPID:ID')
        .action((vin: string | undefined, options: ConfirmOptions, command: Command) =>
            confirm(run, command, vin, options),
        );
}

async function correct(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { event, corrects, reason, odometer, unit, day, evidence, ...naming }: CorrectOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, naming);
        const read = { ...(odometer === undefined ? {} : { odometer }), ...(unit === undefined ? {} : { unit }) };
        const reading = readInput(() => {
            requireUnnamed(named.identity, { event, reason });
            return readingOf(read);
        });
        const { vehicle } = await connect();
        const { passport } = await namedPassport(vehicle, named);
        const reply = await vehicle.correct({
            passport,
            event,
            corrects,
            reason,
            ...(reading === undefined ? {} : { reading }),
            ...(day === undefined ? {} : { day }),
            ...(evidence === undefined ? {} : { evidence }),
        });
        output.result({ passport, ...reply }, () => replyText(reply));
        return exitCodes.done;
    });
}

async function confirm(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { event, confirms, ...naming }: ConfirmOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, naming);
        const { vehicle } = await connect();
        const { passport } = await namedPassport(vehicle, named);
        const reply = await vehicle.confirm({ passport, event, confirms });
        output.result({ passport, ...reply }, () => replyText(reply));
        return exitCodes.done;
    });
}
