import { randomUUID } from 'node:crypto';

import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';

import { holdingCredential, refuseCredential } from '../credential/index.js';
import { commitmentOf, readHolderFile, writeHolderFile } from '../holder-file.js';
import { standingOf } from '../standing.js';

import { issuing, writeCredential, type IssueOptions } from './issue.js';
import { addVehicleCommand, namedPassport, namedVehicle, type NamingOptions } from './naming.js';

interface NewHolderOptions {
    readonly name?: string;
}
interface ProveOptions extends NamingOptions, Pick<IssueOptions, 'issuer' | 'out'> {
    readonly holderFile: string;
    readonly audience?: string;
    readonly nonce?: string;
}
interface EraseOptions extends NamingOptions {
    readonly yes?: boolean;
}

/** A proof is for one answer, soon. */
const PROOF_DAYS = 1;

export function addHolderCommands(vehicle: Command, run: Runner): void {
    const holder = vehicle.command('holder').description('Who holds a vehicle: known by a commitment alone');
    addCommand(holder, 'new <file>', "Make a holder's commitment; the file that opens it is for the holder alone")
        .option('--name <text>', 'whom it stands for (default: a name at random); it stays in the file')
        .action((file: string, options: NewHolderOptions, command: Command) => newHolder(run, command, file, options));

    addVehicleCommand(vehicle, 'prove', 'Prove to a buyer that a seller holds the vehicle')
        .requiredOption('--holder-file <file>', "what opens the seller's commitment")
        .option('--audience <text>', 'who asks: makes a credential for them alone')
        .option('--nonce <text>', 'what they asked with')
        .option('--issuer <url>', 'of your organisation, such as did:web:garage.example')
        .option('--out <file>', 'where to write the credential')
        .action((vin: string | undefined, options: ProveOptions, command: Command) =>
            prove(run, command, vin, options),
        );

    addVehicleCommand(vehicle, 'erase', 'Purge whose passport it is and the notes of workshops')
        .option('--yes', 'it cannot be undone: say that you mean it')
        .action((vin: string | undefined, options: EraseOptions, command: Command) =>
            erase(run, command, vin, options),
        );
}

async function newHolder(run: Runner, command: Command, file: string, { name }: NewHolderOptions): Promise<void> {
    await run(command, async ({ output }) => {
        const holder = commitmentOf(await writeHolderFile(file, name ?? randomUUID()));
        output.result({ file, holder }, () => `Commitment ${holder}\n${file} opens it: keep it, nobody else has it.`);
        return exitCodes.done;
    });
}

async function prove(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { holderFile, audience, nonce, issuer, out, ...naming }: ProveOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, naming);
        if ((audience === undefined) !== (nonce === undefined)) {
            throw new UsageError('A credential for a buyer takes both --audience and --nonce.');
        }
        const opening = await readHolderFile(holderFile);
        const { vehicle, signatory } = await connect();
        const record = await namedPassport(vehicle, named);
        const { passport } = record;
        if (!(await vehicle.proveHolding(passport, opening))) throw refuseCredential('VEHICLE_NOT_HELD', { passport });
        if (audience === undefined || nonce === undefined) {
            output.result({ passport, holds: true }, () => `Held by who opens ${holderFile}.`);
            return exitCodes.done;
        }
        const standing = await standingOf(vehicle, record);
        const frame = issuing(signatory, { issuer, days: PROOF_DAYS });
        const credential = holdingCredential({
            ...frame,
            record,
            audience,
            nonce,
            ...(standing === undefined ? {} : { standing }),
        });
        const written = await writeCredential(credential, signatory, out);
        output.result({ passport, holds: true, ...written }, () => written.jwt);
        return exitCodes.done;
    });
}

async function erase(
    run: Runner,
    command: Command,
    vin: string | undefined,
    { yes, ...naming }: EraseOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, naming);
        if (yes !== true) throw new UsageError('Whose passport it is would be gone for good: add --yes.');
        const { vehicle } = await connect();
        const { passport } = await namedPassport(vehicle, named);
        const purgedValues = await vehicle.erase(passport);
        output.result({ passport, purgedValues }, () => `Purged ${String(purgedValues)} stored values.`);
        return exitCodes.done;
    });
}
