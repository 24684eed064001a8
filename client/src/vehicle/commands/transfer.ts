import { Option, type Command } from 'commander';

import type { HolderOpening } from '@quartier/rules/vehicle';

import type { Runner, Session } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';

import type { VehicleClient } from '../client.js';
import { acceptanceHashOf, commitmentOf, newSecret, readHolderFile } from '../holder-file.js';
import { readingOf } from '../reading-input.js';
import { readInput } from '../sentences.js';

import { addVehicleCommand, namedPassport, namedVehicle, today, type NamingOptions } from './naming.js';
import { replyText } from './passport-text.js';

interface TransferOptions extends NamingOptions {
    readonly transfer: string;
    readonly day?: string;
}
interface HolderOptions {
    readonly holder?: string;
    readonly holderFile?: string;
}
interface OfferOptions extends TransferOptions {
    readonly holderFile: string;
    readonly code?: string;
}
interface AcceptOptions extends TransferOptions, HolderOptions {
    readonly code: string;
    readonly odometer: string;
    readonly unit: string;
}
interface ClaimOptions extends NamingOptions, HolderOptions {
    readonly event: string;
    readonly day?: string;
}

export function addTransferCommands(vehicle: Command, run: Runner): void {
    const transfer = vehicle.command('transfer').description('Changes of holder, in two steps');

    addTransferCommand(transfer, 'offer', 'The holder offers: prints the code that the next one accepts with')
        .requiredOption('--holder-file <file>', "what opens the present holder's commitment")
        .option('--code <code>', 'the code, where an offer is sent again')
        .action((vin: string | undefined, options: OfferOptions, command: Command) =>
            offer(run, command, vin, options),
        );
    addTransferCommand(transfer, 'withdraw', 'The holder takes the offer back')
        .requiredOption('--holder-file <file>', "what opens the present holder's commitment")
        .action((vin: string | undefined, options: OfferOptions, command: Command) =>
            withdraw(run, command, vin, options),
        );
    addHolder(addTransferCommand(transfer, 'accept', 'The next holder accepts'))
        .requiredOption('--code <code>', 'that the seller gave')
        .requiredOption('--odometer <figure>', 'what the odometer shows')
        .addOption(new Option('--unit <unit>', 'of the figure').choices(['km', 'mi', 'h']).makeOptionMandatory())
        .action((vin: string | undefined, options: AcceptOptions, command: Command) =>
            accept(run, command, vin, options),
        );
    addHolder(addVehicleCommand(vehicle, 'claim', 'Name the first holder of a vehicle that nobody holds'))
        .requiredOption('--event <id>', 'your own number of it')
        .option('--day <day>', 'when it was (default: today)', dayValue)
        .action((vin: string | undefined, options: ClaimOptions, command: Command) =>
            claim(run, command, vin, options),
        );
}

function addTransferCommand(transfer: Command, name: string, description: string): Command {
    return addVehicleCommand(transfer, name, description)
        .requiredOption('--transfer <id>', 'your own number of the transfer')
        .option('--day <day>', 'when it was (default: today)', dayValue);
}

function addHolder(command: Command): Command {
    return command
        .option('--holder <commitment>', 'of the next holder, as `vehicle holder new` prints it')
        .option('--holder-file <file>', 'instead: the file that it wrote');
}

/** The vehicle of the present holder, whose file is read before anything is asked. */
async function held(
    connect: Session['connect'],
    vin: string | undefined,
    { holderFile, ...naming }: NamingOptions & { readonly holderFile: string },
): Promise<{ readonly vehicle: VehicleClient; readonly passport: string; readonly opening: HolderOpening }> {
    const named = namedVehicle(vin, naming);
    const opening = await readHolderFile(holderFile);
    const { vehicle } = await connect();
    const { passport } = await namedPassport(vehicle, named);
    return { vehicle, passport, opening };
}

async function offer(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { transfer, day = today(), holderFile, code = newSecret(), ...naming }: OfferOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { vehicle, passport, opening } = await held(connect, vin, { holderFile, ...naming });
        const request = { passport, transfer, day, acceptanceHash: acceptanceHashOf(code) };
        const reply = await vehicle.offerTransfer(request, opening);
        output.result({ passport, transfer, code, ...reply }, () => {
            return `${replyText(reply)}\nCode for the next holder: ${code}`;
        });
        return exitCodes.done;
    });
}

async function withdraw(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { transfer, day = today(), holderFile, ...naming }: OfferOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { vehicle, passport, opening } = await held(connect, vin, { holderFile, ...naming });
        const reply = await vehicle.withdrawTransfer({ passport, transfer, day }, opening);
        output.result({ passport, transfer, ...reply }, () => replyText(reply));
        return exitCodes.done;
    });
}

async function accept(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { transfer, day = today(), code, odometer, unit, holder, holderFile, ...naming }: AcceptOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, naming);
        const reading = readInput(() => readingOf({ odometer, unit })) ?? { status: 'unreadable' };
        const commitment = await commitmentFrom({ holder, holderFile });
        const { vehicle } = await connect();
        const { passport } = await namedPassport(vehicle, named);
        const reply = await vehicle.acceptTransfer({ passport, transfer, day, holder: commitment, reading }, code);
        output.result({ passport, transfer, holder: commitment, ...reply }, () => replyText(reply));
        return exitCodes.done;
    });
}

async function claim(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { event, day = today(), holder, holderFile, ...naming }: ClaimOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, naming);
        const commitment = await commitmentFrom({ holder, holderFile });
        const { vehicle } = await connect();
        const { passport } = await namedPassport(vehicle, named);
        const reply = await vehicle.claim({ passport, event, day, holder: commitment });
        output.result({ passport, holder: commitment, ...reply }, () => replyText(reply));
        return exitCodes.done;
    });
}

async function commitmentFrom({
    holder,
    holderFile,
}: {
    readonly holder: string | undefined;
    readonly holderFile: string | undefined;
}): Promise<string> {
    if ((holder === undefined) === (holderFile === undefined)) {
        throw new UsageError('Who will hold it? Give --holder COMMITMENT or --holder-file FILE.');
    }
    if (holderFile === undefined) return holder ?? '';
    const opening: HolderOpening = await readHolderFile(holderFile);
    return commitmentOf(opening);
}
