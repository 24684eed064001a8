import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import type { Signatory } from '../../gateway/index.js';

import {
    enterStatus,
    newCredentialId,
    passportCredential,
    readRegister,
    statusListCredential,
    withdrawStatus,
    type Credential,
    type StatusRegister,
} from '../credential/index.js';
import { standingOf } from '../standing.js';

import { daysValue, issuing, urlValue, writeCredential, type IssueOptions, type WrittenCredential } from './issue.js';
import { addVehicleCommand, namedPassport, namedVehicle, type NamingOptions } from './naming.js';

interface CertificateOptions extends NamingOptions, IssueOptions {
    readonly statusFile?: string;
    readonly statusList?: string;
}

/** How long a status list holds: whoever checks with an older one is told to fetch the present one. */
const LIST_DAYS = 30;

export function addCertificateCommands(vehicle: Command, run: Runner): void {
    const certificate = addVehicleCommand(
        vehicle,
        'certificate',
        'Issue the signed credential of a passport as it stands (W3C Verifiable Credential)',
    );
    addIssueOptions(certificate)
        .option('--days <days>', 'how long it holds (default: two months)', daysValue)
        .option('--status-list <url>', 'where you publish which ones you have withdrawn', urlValue)
        .action((vin: string | undefined, options: CertificateOptions, command: Command) =>
            issue(run, command, vin, options),
        );

    // Options that `certificate` has too are not mandatory for commander, which would ask for them twice.
    addIssueOptions(addCommand(certificate, 'withdraw <id>', 'Withdraw a credential, and sign the status list')).action(
        (id: string, _options: object, command: Command) => withdraw(run, command, id),
    );
    addIssueOptions(addCommand(certificate, 'list', 'Sign the status list as it stands')).action(
        (_options: object, command: Command) => list(run, command),
    );
}

function addIssueOptions(command: Command): Command {
    return command
        .option('--issuer <url>', 'of your organisation, such as did:web:garage.example', urlValue)
        .option('--status-file <file>', 'your own record of which credentials you listed and withdrew')
        .option('--out <file>', 'where to write what is signed');
}

async function issue(
    run: Runner,
    command: Command,
    vin: string | undefined,
    options: CertificateOptions,
): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, options);
        const { statusFile, statusList } = options;
        if ((statusFile === undefined) !== (statusList === undefined)) {
            throw new UsageError('One that can be withdrawn takes both --status-file and --status-list.');
        }
        const { vehicle, signatory } = await connect();
        const record = await namedPassport(vehicle, named);
        const standing = await standingOf(vehicle, record);
        const id = newCredentialId();
        const listed = statusFile !== undefined && statusList !== undefined;
        const credential = passportCredential({
            ...issuing(signatory, options),
            record,
            id,
            ...(standing === undefined ? {} : { standing }),
            ...(listed ? { status: await enterStatus(statusFile, statusList, id) } : {}),
        });
        const written = await writeCredential(credential, signatory, options.out);
        output.result({ id, ...written }, () => certificateText(written));
        return exitCodes.done;
    });
}

async function withdraw(run: Runner, command: Command, id: string): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const options = statusOptions(command);
        const register = await withdrawStatus(options.statusFile, id);
        const { signatory } = await connect();
        const written = await writeCredential(listOf(register, signatory, options), signatory, options.out);
        output.result({ id, ...written }, () => `Withdrawn: ${id}. Publish the status list at ${register.list}.`);
        return exitCodes.done;
    });
}

async function list(run: Runner, command: Command): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const options = statusOptions(command);
        const register = await readRegister(options.statusFile);
        const { signatory } = await connect();
        const written = await writeCredential(listOf(register, signatory, options), signatory, options.out);
        output.result(written, () => certificateText(written));
        return exitCodes.done;
    });
}

/** Of the command or the one above it, whichever commander gave them to. */
function statusOptions(command: Command): IssueOptions & { readonly statusFile: string } {
    const options = command.optsWithGlobals<CertificateOptions>();
    const { statusFile } = options;
    if (statusFile === undefined) throw new UsageError('Which record? Give --status-file FILE.');
    return { ...options, statusFile };
}

function listOf({ list: address, withdrawn }: StatusRegister, signatory: Signatory, options: IssueOptions): Credential {
    return statusListCredential({
        ...issuing(signatory, { issuer: options.issuer, days: LIST_DAYS }),
        list: address,
        withdrawn,
    });
}

function certificateText({ jwt, file, credential }: WrittenCredential): string {
    return file === undefined ? jwt : `${credential.id}, valid until ${credential.validUntil}: ${file}`;
}
