/** Which version of a tariff prices a leg, and which may follow another. */
import { canonicalJson, Refused } from '../../wire/index.js';
import type { TariffVersion } from './tariff-version.js';

/**
 * The version in force when a leg starts, which prices it whole however long it lasts (OCPI 2.3.0 CDRs embed the tariff
 * of the start). Of versions that hold at that instant the one that starts last counts: a version ends where the next
 * begins.
 * @throws Refused MOBILITY_TARIFF_NOT_IN_FORCE
 */
export function tariffInForce(
    versions: readonly TariffVersion[],
    of: { readonly operator: string; readonly tariff: string; readonly at: number },
): TariffVersion {
    let found: TariffVersion | undefined;
    for (const version of versions) {
        if (version.operator !== of.operator || version.tariff !== of.tariff) continue;
        if (version.from > of.at) continue;
        if (found === undefined || version.from > found.from) found = version;
    }
    if (found === undefined || (found.to !== null && found.to <= of.at))
        throw new Refused('MOBILITY_TARIFF_NOT_IN_FORCE', { ...of });
    return found;
}

/**
 * Versions count up by one and each starts after the one before, so that what priced a leg never changes behind it.
 * @param last the version that is the latest so far; none where this is the first
 * @throws Refused MOBILITY_TARIFF_VERSION_ORDER
 */
export function requireNextVersion(next: TariffVersion, last: TariffVersion | undefined): void {
    const follows =
        last === undefined ? next.version === 1 : next.version === last.version + 1 && next.from > last.from;
    if (!follows)
        throw new Refused('MOBILITY_TARIFF_VERSION_ORDER', {
            tariff: next.tariff,
            version: next.version,
            last: last?.version ?? 0,
        });
}

/** What the hash of a version is taken of: sha256 of these bytes in UTF-8 fixes the tariff that priced a leg. */
export function tariffContent(tariff: TariffVersion): string {
    return canonicalJson(tariff);
}
