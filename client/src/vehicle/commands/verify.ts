import type { Command } from 'commander';

import { addCommand, type CommonOptions, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { readText } from '../../files/index.js';
import { readProfile } from '../../gateway/index.js';

import {
    readTrustedRoots,
    rootsOfProfile,
    verifyCredential,
    type TrustedRoot,
    type VerifiedCredential,
} from '../credential/index.js';

interface VerifyOptions {
    readonly root?: readonly string[];
    readonly status?: string;
    readonly audience?: string;
    readonly nonce?: string;
}

export function addVerifyCommand(vehicle: Command, run: Runner): void {
    addCommand(vehicle, 'verify <file>', 'Verify a credential without any connection')
        .option(
            '--root <mspid=file...>',
            'root certificates of an organisation that you trust, in PEM (default: those of your own, by the profile)',
        )
        .option('--status <file>', "the issuer's signed status list: tells whether the credential was withdrawn")
        .option('--audience <text>', 'whom a proof of holding must be for')
        .option('--nonce <text>', 'what it was asked with')
        .action((file: string, options: VerifyOptions, command: Command) => verify(run, command, file, options));
}

async function verify(run: Runner, command: Command, file: string, options: VerifyOptions): Promise<void> {
    await run(command, async ({ output }) => {
        const { root = [], status, audience, nonce } = options;
        const roots = root.length === 0 ? await rootsByProfile(command) : await rootsNamed(root);
        const verified = await verifyCredential(await readText(file), {
            roots,
            ...(status === undefined ? {} : { statusList: await readText(status) }),
            ...(audience === undefined ? {} : { audience }),
            ...(nonce === undefined ? {} : { nonce }),
        });
        if (verified.status === 'not-checked') {
            output.notice("Whether it was withdrawn was not checked: give the issuer's list with --status FILE.");
        }
        output.result({ verified: true, ...verified }, () => verifiedText(verified));
        return exitCodes.done;
    });
}

async function rootsByProfile(command: Command): Promise<readonly TrustedRoot[]> {
    const { profile = process.env['QUARTIER_PROFILE'] ?? '' } = command.optsWithGlobals<CommonOptions>();
    if (profile === '') throw new UsageError('Whom do you trust? Give --root MSPID=FILE, or --profile PATH.');
    return rootsOfProfile(await readProfile(profile));
}

async function rootsNamed(options: readonly string[]): Promise<readonly TrustedRoot[]> {
    const read = await Promise.all(
        options.map(async (text) => {
            const [, mspId, file] = /^([^=]+)=(.+)$/u.exec(text) ?? [];
            if (mspId === undefined || file === undefined) {
                throw new UsageError(`${JSON.stringify(text)} does not say whose root it is: write MSPID=FILE.`);
            }
            return readTrustedRoots(mspId, file);
        }),
    );
    return read.flat();
}

function verifiedText({ credential, signer, authority, status, standing }: VerifiedCredential): string {
    return [
        `Valid       ${credential.type.join(', ')} ${credential.id}`,
        `Issuer      ${credential.issuer.mspId} (${credential.issuer.id})`,
        `Signer      ${signer}`,
        `Authority   ${authority}`,
        `Holds       ${credential.validFrom} to ${credential.validUntil}`,
        `Status      ${status}`,
        ...(standing === undefined
            ? []
            : [
                  `Stands on   transaction ${standing.transactionId}, block ${standing.blockNumber} of ${standing.channel}`,
              ]),
        JSON.stringify(credential.credentialSubject, null, 2),
    ].join('\n');
}
