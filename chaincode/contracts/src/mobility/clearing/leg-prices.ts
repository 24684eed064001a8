import {
    laneOfLeg,
    repriced,
    requireTariffOfLeg,
    tariffInForce,
    type DatedAmount,
    type LegRecord,
    type PriceModel,
    type PublishedTariff,
} from '@quartier/rules/mobility';
import type { ZoneTable } from '@quartier/rules/units';
import { invariant, Refused } from '@quartier/rules/wire';

import { ReadOnce, type PublicState } from '../../ledger/index.js';
import { pairKinds, publicKinds, type ChargedRiders } from '../keys.js';

import type { PairBooks } from './pair.js';

/** Stands in no id. */
const BETWEEN = '\n';
const CHARGED_BUCKETS = 16;
/** How far back a rider's charges are kept: a year for rolling caps, and the longest leg. */
const KEPT_SECONDS = (366 + 31) * 86_400;

/** What an operator charges for a leg against what its tariff gives. */
export interface PriceVerdict {
    /** What the tariff gives, where the operator asks for something else. */
    readonly claimedMicroEur?: string;
    /** What counts for the caps of the tariff. */
    readonly charged: readonly DatedAmount[];
}

/** Prices legs anew from the tariffs that they name. What a leg needs is loaded before. */
export class LegPrices {
    readonly #state: PublicState;
    readonly #books: PairBooks;
    readonly #readZone: () => Promise<ZoneTable>;
    #zone: ZoneTable | undefined;
    readonly #tariffs = new ReadOnce((key: string) => this.#readTariff(key));
    /** The tariff in use: mostly it is that of the leg before. */
    #last: PublishedTariff | undefined;
    readonly #charged = new ReadOnce((key: string) => this.#readCharged(key));
    readonly #changed = new Set<string>();

    constructor(state: PublicState, books: PairBooks, zone: () => Promise<ZoneTable>) {
        this.#state = state;
        this.#books = books;
        this.#readZone = zone;
    }

    async load(leg: LegRecord): Promise<void> {
        if (isOf(this.#last, leg) && !hasCaps(this.#last.tariff.price)) return;
        const published = await this.#tariffs.load(tariffKey(leg));
        if (published === undefined) return;
        this.#last = published;
        const { price } = published.tariff;
        if (needsZone(price)) this.#zone ??= await this.#readZone();
        if (hasCaps(price)) await this.#charged.load(chargedKey(leg));
    }

    /**
     * @throws Refused MOBILITY_TARIFF_UNKNOWN, MOBILITY_TARIFF_NOT_IN_FORCE, MOBILITY_LEG_INVALID, and what prices refuse
     */
    verdict(leg: LegRecord): PriceVerdict {
        const { tariff, hash, until } = this.#tariff(leg);
        tariffInForce([tariff], { operator: leg.operator, tariff: leg.tariff, at: leg.start });
        if (until !== null && leg.start >= until) throw invalid('its tariff is not the one in force when it started');
        requireTariffOfLeg(leg, { tariff, hash });
        const isCapped = hasCaps(tariff.price);
        const zone = needsZone(tariff.price) ? { zone: this.#loadedZone() } : {};
        const before = isCapped ? this.#chargedOf(leg) : [];
        const { agrees, differenceMicroEur, charge } = repriced(leg, tariff, { ...zone, charged: before });
        if (agrees) return { charged: charge.charged };
        // Caps depend on which of a rider's legs arrived first: an operator may have left a cap more room than it had.
        if (isCapped && differenceMicroEur < 0n)
            return { charged: [{ at: leg.start, amountMicroEur: leg.totalMicroEur }] };
        if (differenceMicroEur === 0n) throw invalid('its tax is not what its tariff gives');
        return { claimedMicroEur: charge.totalMicroEur, charged: charge.charged };
    }

    /** Counts a leg, or with the other sign its credit, for the caps of its tariff, if that has any. */
    count(leg: LegRecord, charged: readonly DatedAmount[]): void {
        if (!hasCaps(this.#tariff(leg).tariff.price)) return;
        const key = chargedKey(leg);
        const riders = this.#charged.at(key);
        const rows = [
            ...(riders[leg.rider] ?? []),
            ...charged.map(({ at, amountMicroEur }) => [at, amountMicroEur] as const),
        ];
        const last = rows.reduce((latest, [at]) => Math.max(latest, at), 0);
        riders[leg.rider] = rows.filter(([at]) => at > last - KEPT_SECONDS);
        this.#changed.add(key);
    }

    async save(): Promise<void> {
        for (const key of this.#changed) {
            await this.#books.collection.put(pairKinds.charged, partsOf(key), this.#charged.at(key));
        }
    }

    #tariff(leg: LegRecord): PublishedTariff {
        if (isOf(this.#last, leg)) return this.#last;
        const { operator, tariff, tariffVersion: version } = leg;
        const published = this.#tariffs.at(tariffKey(leg));
        if (published === undefined) throw new Refused('MOBILITY_TARIFF_UNKNOWN', { operator, tariff, version });
        return (this.#last = published);
    }

    #loadedZone(): ZoneTable {
        invariant(this.#zone !== undefined, 'what is used has been read');
        return this.#zone;
    }

    #chargedOf(leg: LegRecord): readonly DatedAmount[] {
        const rows = this.#charged.at(chargedKey(leg))[leg.rider] ?? [];
        return rows.map(([at, amountMicroEur]) => ({ at, amountMicroEur }));
    }

    #readTariff(key: string): Promise<PublishedTariff | undefined> {
        return this.#state.get(publicKinds.tariff, partsOf(key));
    }

    async #readCharged(key: string): Promise<Record<string, readonly (readonly [number, string])[]>> {
        const stored: ChargedRiders | undefined = await this.#books.collection.get(pairKinds.charged, partsOf(key));
        return { ...stored };
    }
}

function isOf(
    published: PublishedTariff | undefined,
    { operator, tariff, tariffVersion }: LegRecord,
): published is PublishedTariff {
    if (published === undefined) return false;
    const its = published.tariff;
    return its.tariff === tariff && its.version === tariffVersion && its.operator === operator;
}

function tariffKey({ operator, tariff, tariffVersion }: LegRecord): string {
    return `${operator}${BETWEEN}${tariff}${BETWEEN}${String(tariffVersion)}`;
}

function chargedKey({ operator, tariff, rider }: LegRecord): string {
    return `${operator}${BETWEEN}${tariff}${BETWEEN}${String(laneOfLeg(rider, CHARGED_BUCKETS))}`;
}

function partsOf(key: string): [string, string, string] {
    return key.split(BETWEEN) as [string, string, string];
}

function hasCaps({ caps = [] }: PriceModel): boolean {
    return caps.length > 0;
}

function needsZone({ peaks = [], caps = [], time, distance, pause, reservation }: PriceModel): boolean {
    if (peaks.length > 0 || caps.length > 0) return true;
    return [time, distance, pause, reservation?.segments].some((segments) =>
        segments?.some(({ within }) => within !== undefined),
    );
}

function invalid(reason: string): Refused {
    return new Refused('MOBILITY_LEG_INVALID', { reason });
}
