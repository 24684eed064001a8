import { tariffContent, type PublishedTariff, type TariffVersion } from '@quartier/rules/mobility';

/** What a plan of a feed is beside the versions of its tariff: already published, or the next one. */
export type VersionOfPlan =
    | { readonly outcome: 'unchanged'; readonly published: PublishedTariff }
    | { readonly outcome: 'new'; readonly tariff: TariffVersion };

/**
 * A feed does not number what it says, so the version of a plan follows from what is published: the same prices go on as
 * the version they are, whenever the feed is imported again; other prices are the next version.
 *
 * @param plan as imported, of whatever version
 * @param published versions of tariffs of its operator, in any order
 */
export function versionOfPlan(plan: TariffVersion, published: readonly PublishedTariff[]): VersionOfPlan {
    const versions = published
        .filter(({ tariff }) => tariff.tariff === plan.tariff && tariff.operator === plan.operator)
        .sort((a, b) => b.tariff.version - a.tariff.version);
    const [last] = versions;
    const same =
        versions.find(({ tariff }) => isSame(plan, tariff, tariff.from)) ??
        (last !== undefined && isSame(plan, last.tariff, plan.from) && last.tariff.from <= plan.from
            ? last
            : undefined);
    if (same !== undefined) return { outcome: 'unchanged', published: same };
    return { outcome: 'new', tariff: { ...plan, version: (last?.tariff.version ?? 0) + 1 } };
}

/** Whether two say the same but for the number of the version, the second taken as beginning at `from`. */
function isSame(plan: TariffVersion, tariff: TariffVersion, from: number): boolean {
    return tariffContent({ ...plan, version: tariff.version }) === tariffContent({ ...tariff, from });
}
