import { publicView, type PassportEvent, type PassportRecord, type PublicPassport } from '@quartier/rules/vehicle';

import type { TransactionStanding } from '../../gateway/index.js';
import type { VehicleSource } from './source.js';

import { certificateNumber, linksOf, stateOfLink, type LinkedState } from './chain.js';

/** A passport with all that a page says of it. */
export interface Consultation {
    readonly passport: PublicPassport;
    /** The links recomputed from the events end in the one that the ledger has. */
    readonly verified: boolean;
    /** Of the newest event; absent where nothing is recorded yet. */
    readonly standing?: TransactionStanding;
    readonly certificate: string;
    /** What a certificate stands for that the reader followed. */
    readonly followed?: FollowedCertificate;
}

export type FollowedCertificate = LinkedState & { readonly certificate: string };

/** @param link head link that a certificate names */
export async function consult(
    source: VehicleSource,
    record: PassportRecord,
    link: string | undefined,
): Promise<Consultation> {
    const newest = record.events.at(-1);
    const [events, standing] = await Promise.all([
        eventsOf(source, record),
        newest === undefined ? undefined : source.standing(newest.transactionId),
    ]);
    const links = linksOf(record, events);
    const { passport } = record;
    return {
        passport: publicView(record, events.slice(0, events.length - record.events.length)),
        verified: links.at(-1) === record.link,
        certificate: certificateNumber(passport, record.link),
        ...(standing === undefined ? {} : { standing }),
        ...(link === undefined
            ? {}
            : { followed: { ...stateOfLink(link, links), certificate: certificateNumber(passport, link) } }),
    };
}

/** As many as the head counts: more may be recorded while the older ones are read. */
async function eventsOf(source: VehicleSource, record: PassportRecord): Promise<readonly PassportEvent[]> {
    if (record.events.length === record.eventCount) return record.events;
    return (await source.history(record.passport)).slice(0, record.eventCount);
}
