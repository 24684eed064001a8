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
import { Refused } from '@quartier/rules/wire';

import type { PublicState } from '../../ledger/index.js';
import { pairKinds, publicKinds, type ChargedRiders } from '../keys.js';

import type { PairBooks } from './pair.js';

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

/** Prices legs anew from the tariffs that they name. */
export class LegPrices {
    readonly #state: PublicState;
    readonly #books: PairBooks;
    readonly #zone: () => Promise<ZoneTable>;
    readonly #tariffs = new Map<string, PublishedTariff>();
    readonly #charged = new Map<string, Record<string, readonly (readonly [number, string])[]>>();
    readonly #changed = new Set<string>();

    constructor(state: PublicState, books: PairBooks, zone: () => Promise<ZoneTable>) {
        this.#state = state;
        this.#books = books;
        this.#zone = zone;
    }

    /**
     * @throws Refused MOBILITY_TARIFF_UNKNOWN, MOBILITY_TARIFF_NOT_IN_FORCE, MOBILITY_LEG_INVALID, and what prices refuse
     */
    async verdict(leg: LegRecord): Promise<PriceVerdict> {
        const { tariff, hash, until } = await this.#tariff(leg);
        tariffInForce([tariff], { operator: leg.operator, tariff: leg.tariff, at: leg.start });
        if (until !== null && leg.start >= until) throw invalid('its tariff is not the one in force when it started');
        requireTariffOfLeg(leg, { tariff, hash });
        const isCapped = (tariff.price.caps ?? []).length > 0;
        const zone = needsZone(tariff.price) ? { zone: await this.#zone() } : {};
        const before = isCapped ? await this.#chargedOf(leg) : [];
        const { agrees, differenceMicroEur, charge } = repriced(leg, tariff, { ...zone, charged: before });
        if (agrees) return { charged: charge.charged };
        // Caps depend on which of a rider's legs arrived first: an operator may have left a cap more room than it had.
        if (isCapped && differenceMicroEur < 0n)
            return { charged: [{ at: leg.start, amountMicroEur: leg.totalMicroEur }] };
        if (differenceMicroEur === 0n) throw invalid('its tax is not what its tariff gives');
        return { claimedMicroEur: charge.totalMicroEur, charged: charge.charged };
    }

    /** Counts a leg, or with the other sign its credit, for the caps of its tariff, if that has any. */
    async count(leg: LegRecord, charged: readonly DatedAmount[]): Promise<void> {
        const { tariff } = await this.#tariff(leg);
        if ((tariff.price.caps ?? []).length === 0) return;
        const key = chargedKey(leg);
        const riders = await this.#riders(leg, key);
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
            const [creditor, tariff, bucket] = JSON.parse(key) as [string, string, string];
            const riders: ChargedRiders = this.#charged.get(key) ?? {};
            await this.#books.collection.put(pairKinds.charged, [creditor, tariff, bucket], riders);
        }
    }

    async #tariff({ operator, tariff, tariffVersion: version }: LegRecord): Promise<PublishedTariff> {
        const key = `${String(version)} ${tariff}`;
        const known = this.#tariffs.get(key);
        if (known !== undefined) return known;
        const read = await this.#state.get(publicKinds.tariff, [operator, tariff, String(version)]);
        if (read === undefined) throw new Refused('MOBILITY_TARIFF_UNKNOWN', { operator, tariff, version });
        this.#tariffs.set(key, read);
        return read;
    }

    async #chargedOf(leg: LegRecord): Promise<readonly DatedAmount[]> {
        const riders = await this.#riders(leg, chargedKey(leg));
        return (riders[leg.rider] ?? []).map(([at, amountMicroEur]) => ({ at, amountMicroEur }));
    }

    async #riders(
        { operator, tariff, rider }: LegRecord,
        key: string,
    ): Promise<Record<string, readonly (readonly [number, string])[]>> {
        const known = this.#charged.get(key);
        if (known !== undefined) return known;
        const stored = await this.#books.collection.get(pairKinds.charged, [operator, tariff, bucketOf(rider)]);
        const riders = { ...stored };
        this.#charged.set(key, riders);
        return riders;
    }
}

function chargedKey({ operator, tariff, rider }: LegRecord): string {
    return JSON.stringify([operator, tariff, bucketOf(rider)]);
}

function bucketOf(rider: string): string {
    return String(laneOfLeg(rider, CHARGED_BUCKETS));
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
