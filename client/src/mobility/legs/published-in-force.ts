import { tariffInForce, type PublishedTariff } from '@quartier/rules/mobility';

/** The published version that a leg is priced by. Refuses as `tariffInForce` does. */
export function publishedInForce(
    versions: readonly PublishedTariff[],
    of: { readonly operator: string; readonly tariff: string; readonly at: number },
): PublishedTariff {
    const found = tariffInForce(
        versions.map(({ tariff }) => tariff),
        of,
    );
    const published = versions.find(({ tariff }) => tariff === found);
    if (published === undefined) throw new TypeError('a version in force is one of the published');
    return published;
}
