/** Fields of a campaign that its converted policy uses; the others say what a passenger pays, or where to read more. */
export const CAMPAIGN_COLUMNS = [
    'code_siren',
    'operateurs',
    'zone_sens_des_trajets',
    'trajet_longueur_min',
    'trajet_longueur_max',
    'conducteur_montant_min_par_passager',
    'conducteur_montant_max_par_passager',
    'conducteur_montant_max_par_mois',
    'passager_trajets_max_par_mois',
    'si_zone_exclue_liste',
    'link',
] as const;

export type CampaignRow = Readonly<Record<(typeof CAMPAIGN_COLUMNS)[number], string>>;

export interface CampaignOptions {
    /** First and last day of the policies: the list has none. */
    readonly from: string;
    readonly to?: string;
    /** What the driver gets for a kilometre, within the campaign's smallest and largest amount: the list does not say. */
    readonly euroPerKm: string;
    /** Leaves the operators out, so that journeys of any fit. */
    readonly anyOperator?: boolean;
}

interface Conversion {
    readonly policy?: object;
    readonly assumptions: readonly string[];
    readonly notConverted: readonly string[];
}

/** The registry's names of operators that the list spells in its own ways. */
const OPERATORS: Readonly<Record<string, string>> = {
    blablacardaily: 'BLABLACAR_DAILY',
    karos: 'KAROS',
    klaxit: 'KLAXIT',
    mobicoop: 'MOBICOOP',
    ynstant: 'YNSTANT',
};

/** A policy of one line of the list. */
export function campaignPolicy(row: CampaignRow, options: CampaignOptions): Conversion {
    const notConverted: string[] = [];
    const territory = territoryOf(row);
    if (territory === undefined) {
        notConverted.push(`zone_sens_des_trajets "${row.zone_sens_des_trajets}" is none of: et, ou, et/ou`);
    }
    if (!/^\d{9}$/u.test(row.code_siren)) notConverted.push('code_siren is no SIREN of nine digits');
    const metres = metresOf(row, notConverted);
    const amount = amountOf(row, options);
    if (typeof amount === 'string') notConverted.push(amount);
    if (territory === undefined || metres === undefined || typeof amount === 'string' || notConverted.length > 0)
        return { assumptions: [], notConverted };
    if (row.si_zone_exclue_liste !== '')
        notConverted.push(`si_zone_exclue_liste is in words: ${row.si_zone_exclue_liste}`);
    const policy = {
        form: 1,
        id: `campagne-${row.code_siren}`,
        title: `Campagne de covoiturage ${row.code_siren}`,
        source: row.link,
        recipient: 'driver',
        zone: 'Europe/Paris',
        from: options.from,
        to: options.to ?? null,
        places: { territory: { aom: [row.code_siren], epci: [row.code_siren] } },
        requires: [
            ...(options.anyOperator === true ? [] : operatorsOf(row)),
            { label: 'territory', that: territory },
            { label: 'distance', that: { metres } },
        ],
        amounts: [amount.rule],
        caps: capsOf(row),
    };
    return { policy, assumptions: amount.assumptions, notConverted };
}

function territoryOf({ zone_sens_des_trajets: direction }: CampaignRow): object | undefined {
    switch (direction) {
        case 'et':
            return { both: 'territory' };
        case 'et/ou':
            return { either: 'territory' };
        case 'ou':
            return { all: [{ either: 'territory' }, { not: { both: 'territory' } }] };
        default:
            return undefined;
    }
}

function metresOf(row: CampaignRow, notConverted: string[]): object | undefined {
    const [from, to] = [kilometres(row.trajet_longueur_min), kilometres(row.trajet_longueur_max)];
    if (from === undefined || to === undefined) {
        notConverted.push('trajet_longueur_min and trajet_longueur_max must be kilometres');
        return undefined;
    }
    return { from, to };
}

/** The rule, or why there is none. */
function amountOf(
    row: CampaignRow,
    { euroPerKm }: CampaignOptions,
): { readonly rule: object; readonly assumptions: readonly string[] } | string {
    const [least, most] = [
        euros(row.conducteur_montant_min_par_passager),
        euros(row.conducteur_montant_max_par_passager),
    ];
    if (least === undefined || most === undefined)
        return 'conducteur_montant_min_par_passager and …_max_par_passager must be amounts in euro';
    if (Number(least) > Number(most)) return 'the smallest amount is larger than the largest';
    if (least === most) return { rule: { sum: [{ euro: least }] }, assumptions: [] };
    return {
        rule: { sum: [{ euroPerKm, leastEuro: least, mostEuro: most }] },
        assumptions: [
            `between ${least} and ${most} euro the driver gets ${euroPerKm} euro a kilometre: the list has no progression`,
        ],
    };
}

function operatorsOf({ operateurs }: CampaignRow): readonly object[] {
    const names = operateurs.split(',').map((name) => name.trim());
    const operators = names.filter((name) => name !== '').map((name) => operatorName(name));
    return operators.length === 0 ? [] : [{ label: 'operator', that: { operators } }];
}

function operatorName(name: string): string {
    const plain = name.toLowerCase().replace(/[^a-z]/gu, '');
    return OPERATORS[plain] ?? name.toUpperCase().replace(/[^A-Z0-9]+/gu, '_');
}

function capsOf(row: CampaignRow): readonly object[] {
    const month = euros(row.conducteur_montant_max_par_mois);
    const journeys = /^\d{1,4}$/u.test(row.passager_trajets_max_par_mois)
        ? Number(row.passager_trajets_max_par_mois)
        : 0;
    return [
        ...(month === undefined ? [] : [{ count: 'amount', of: 'driver', per: 'month', mostEuro: month }]),
        ...(journeys === 0 ? [] : [{ count: 'journeys', of: 'passenger', per: 'month', most: journeys }]),
    ];
}

function kilometres(text: string): number | undefined {
    return /^\d{1,4}(?:[.,]\d{1,3})?$/u.test(text) ? Math.round(Number(text.replace(',', '.')) * 1_000) : undefined;
}

function euros(text: string): string | undefined {
    return /^\d{1,6}(?:[.,]\d{1,2})?$/u.test(text) ? text.replace(',', '.') : undefined;
}
