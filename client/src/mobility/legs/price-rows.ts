import {
    legRecord,
    pricedLeg,
    requireLeg,
    supplementOf,
    type DatedAmount,
    type LegFacts,
    type LegRecord,
    type PublishedTariff,
} from '@quartier/rules/mobility';
import type { ZoneTable } from '@quartier/rules/units';
import { canonicalJson } from '@quartier/rules/wire';

import { euroOf } from '../commands/euro.js';

import { refusedRow, type FileSupplement, type LegRow } from './leg-row.js';
import { publishedInForce } from './published-in-force.js';

/** What prices the rows of a file before they are sent. */
export interface PricingRoom {
    /** Every version of the operator's tariffs. */
    readonly tariffs: readonly PublishedTariff[];
    readonly zone: ZoneTable;
    /** Now, in seconds since 1970. */
    readonly now: () => number;
    /**
     * The operator's records on the ledger, needed where a tariff has caps: what they were charged counts, and a row that
     * is there already is sent as it is there.
     */
    readonly recorded?: readonly LegRecord[];
    /** Whether a row is sent at the tariff's price where it states another one. */
    readonly ignoreStatedPrice?: boolean;
}

/** Records of a row: the leg, and the fines, extras and refunds that the file has of it. */
export interface PricedRow {
    readonly line: number;
    readonly record: LegRecord;
}

/**
 * Prices rows in the order that they are given: what a rider's earlier legs were charged counts in the caps of a tariff.
 *
 * @returns a function that throws Refused MOBILITY_TARIFF_NOT_IN_FORCE, MOBILITY_LEG_INVALID, MOBILITY_LEG_PRICE_DIFFERS
 */
export function rowPricing(room: PricingRoom): (row: LegRow) => readonly PricedRow[] {
    const versions = new Map<string, PublishedTariff[]>();
    for (const published of room.tariffs) {
        const { tariff } = published.tariff;
        versions.set(tariff, [...(versions.get(tariff) ?? []), published]);
    }
    const recorded = new Map((room.recorded ?? []).map((record) => [record.leg, record]));
    const charged = new Map<string, DatedAmount[]>();
    const count = (record: LegRecord): void => {
        charged.set(accountOf(record, record.tariff), [...chargedTo(record, record.tariff), ...record.charged]);
    };
    const chargedTo = (facts: LegFacts, tariff: string): readonly DatedAmount[] =>
        charged.get(accountOf(facts, tariff)) ?? [];
    for (const record of recorded.values()) count(record);
    return ({ line, facts, tariff, statedMicroEur, supplements = [] }) => {
        const published = publishedInForce(versions.get(tariff) ?? [], {
            operator: facts.operator,
            tariff,
            at: facts.start,
        });
        const isCapped = (published.tariff.price.caps ?? []).length > 0;
        const known = recorded.get(facts.leg);
        const context = { zone: room.zone, charged: isCapped ? chargedTo(facts, tariff) : [] };
        const record = isSameRide(known, facts, tariff) ? known : pricedLeg(facts, published, context);
        checked(record, room);
        if (isCapped && record !== known) count(record);
        requireStated(record, statedMicroEur, room);
        return [{ line, record }, ...supplements.map((supplement) => pricedSupplement(record, supplement, room))];
    };
}

function accountOf({ seller, rider }: LegFacts, tariff: string): string {
    return JSON.stringify([seller, rider, tariff]);
}

function isSameRide(known: LegRecord | undefined, facts: LegFacts, tariff: string): known is LegRecord {
    if (known?.tariff !== tariff || known.kind !== 'leg') return false;
    return canonicalJson({ ...known, ...facts }) === canonicalJson(known);
}

function pricedSupplement(
    record: LegRecord,
    { line, ...supplement }: FileSupplement & { readonly line: number },
    room: PricingRoom,
): PricedRow {
    return { line, record: checked(supplementOf(record, supplement), room) };
}

/** What the ledger would refuse of the record by itself is refused before it is sent. */
function checked(record: LegRecord, { now }: PricingRoom): LegRecord {
    legRecord(record, 'leg');
    requireLeg(record, now());
    return record;
}

function requireStated(
    { totalMicroEur }: LegRecord,
    stated: bigint | undefined,
    { ignoreStatedPrice = false }: PricingRoom,
): void {
    if (stated === undefined || ignoreStatedPrice || stated === BigInt(totalMicroEur)) return;
    throw refusedRow('MOBILITY_LEG_PRICE_DIFFERS', {
        stated: euroOf(stated.toString()),
        priced: euroOf(totalMicroEur),
    });
}
