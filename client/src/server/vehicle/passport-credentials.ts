import { hash } from 'node:crypto';

import { DateTime } from 'luxon';

import { canonicalJson } from '@quartier/rules/wire';
import type { PassportRecord } from '@quartier/rules/vehicle';

import { UnusableFile } from '../../files/index.js';
import type { TransactionStanding } from '../../gateway/index.js';
import {
    enterStatus,
    issuerOf,
    passportCredential,
    readRegister,
    signCredential,
    statusListCredential,
    type StatusRegister,
} from '../../vehicle/index.js';

import type { VehicleSource } from './source.js';

/** As the certificates of the command line: a Car-Pass document holds for two months. */
const VALID_MONTHS = 2;
/** Who checks with an older list is told to fetch the present one. */
const LIST_DAYS = 30;

export interface IssuedCredential {
    readonly record: PassportRecord;
    readonly standing: TransactionStanding | undefined;
}

/** Signed credentials for whoever asks, each with an entry in a status list that the site publishes. */
export interface PassportCredentials {
    /** JWS in the compact form. */
    issue(credential: IssuedCredential): Promise<string>;
    /** The status list, signed, as it stands. */
    statusList(): Promise<string>;
}

export interface CredentialsOptions {
    readonly source: VehicleSource;
    /** Which credentials are listed and withdrawn; `quartier vehicle certificate withdraw` writes it too. */
    readonly file: string;
    /** Address of the status list. */
    readonly list: () => string;
}

export function passportCredentials({ source, file, list }: CredentialsOptions): PassportCredentials {
    return {
        issue: async ({ record, standing }) => {
            const signatory = await source.signatory();
            const now = DateTime.utc();
            const id = credentialId(record, now.toFormat('yyyy-MM'));
            const credential = passportCredential({
                issuer: issuerOf(signatory.mspId),
                record,
                ...(standing === undefined ? {} : { standing }),
                validFrom: now.toJSDate(),
                validUntil: now.plus({ months: VALID_MONTHS }).toJSDate(),
                id,
                status: await enterStatus(file, list(), id),
            });
            return signCredential(credential, signatory);
        },
        statusList: async () => {
            const signatory = await source.signatory();
            const register = await registerOf(file, list());
            const now = DateTime.utc();
            const credential = statusListCredential({
                issuer: issuerOf(signatory.mspId),
                list: register.list,
                withdrawn: register.withdrawn,
                validFrom: now.toJSDate(),
                validUntil: now.plus({ days: LIST_DAYS }).toJSDate(),
            });
            return signCredential(credential, signatory);
        },
    };
}

/** The same statement in the same month has the same id, and so one entry in the list, however often it is asked for. */
function credentialId({ passport, link, judgement }: PassportRecord, month: string): string {
    const hex = hash('sha256', canonicalJson([passport, link, judgement, month]), 'hex');
    // Version 8: of a hash of one's own (RFC 9562, 5.8).
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
    return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`;
}

/** Until one is issued there is no file. */
async function registerOf(file: string, list: string): Promise<StatusRegister> {
    try {
        return await readRegister(file);
    } catch (error) {
        if (error instanceof UnusableFile && error.code === 'FILE_MISSING') return { list, entries: {}, withdrawn: [] };
        throw error;
    }
}
