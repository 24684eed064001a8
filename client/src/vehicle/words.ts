import type {
    Defect,
    EventContent,
    Reading,
    ReadingUnit,
    VehicleCategory,
    VehicleEnergy,
} from '@quartier/rules/vehicle';

/** A word as it is compared: without accents, case, spaces and signs, so that `Contre-visite` is `contrevisite`. */
export function plainWord(text: string): string {
    return text
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[^a-z0-9]/gu, '');
}

/** What files and people call a thing, in English and French, to the ledger's own word. */
export type Words<T extends string> = ReadonlyMap<string, T>;

type Inspection = Extract<EventContent, { readonly kind: 'inspection' }>;
type Kind = EventContent['kind'];

function words<T extends string>(table: Readonly<Record<T, string>>): Words<T> {
    return new Map(
        Object.entries<string>(table).flatMap(([word, others]) => [
            [plainWord(word), word as T] as const,
            ...others.split('|').map((other) => [plainWord(other), word as T] as const),
        ]),
    );
}

export const kindWords: Words<Kind> = words<Kind>({
    reading: 'relevé|relevé kilométrique|mileage|odometer reading',
    service: 'entretien|révision|vidange|maintenance',
    repair: 'réparation|carrosserie|body repair',
    tyres: 'pneus|pneumatiques|tires|tyre change',
    inspection: 'contrôle technique|contrôle|visite technique|mot|test',
    'accident-declared': 'accident|accident déclaré',
    'accident-assessed': 'expertise|accident expertisé',
    'accident-repaired': 'accident réparé',
    'fit-for-road': 'apte à circuler',
    'recall-opened': 'rappel|recall',
    'recall-closed': 'rappel effectué|rappel clos|recall done',
    'odometer-replaced': 'compteur remplacé|remplacement du compteur',
    'odometer-rolled-over': 'passage à zéro',
    'holder-offered': 'cession',
    'holder-offer-withdrawn': '',
    'holder-changed': 'changement de titulaire',
    'holder-claimed': '',
    pledged: 'gage',
    'pledge-released': 'gage levé',
    stolen: 'volé|vol',
    found: 'retrouvé',
    returned: 'retour',
    scrapped: 'détruit|destruction|vhu',
    'clone-suspected': 'usurpation',
    exported: 'export|exporté',
    correction: '',
    'correction-confirmed': '',
});

export const unitWords: Words<ReadingUnit> = words<ReadingUnit>({
    km: 'kms|kilometre|kilometres|kilometer|kilometers|kilomètre|kilomètres',
    mi: 'mile|miles|mille|milles',
    h: 'hour|hours|hrs|heure|heures',
});

export const readingWords: Words<Reading['status']> = words<Reading['status']>({
    read: 'lu',
    unreadable: 'illisible|not readable',
    'no-odometer': 'no odometer|sans compteur|none|aucun',
});

export const sourceWords: Words<'connected' | 'stock-intake' | 'declared'> = words({
    connected: 'connecté|télématique',
    'stock-intake': 'entrée en stock|reprise',
    declared: 'déclaré',
});

export const natureWords: Words<Inspection['nature']> = words<Inspection['nature']>({
    periodic: 'périodique|vtp|annual|annual test|first test',
    complementary: 'complémentaire|visite complémentaire|vtc|cvc',
    retest: 'contre-visite|contre visite|cv|re-test',
    'post-accident': 'après accident',
    voluntary: 'volontaire|voluntary test',
});

/** The letters are those of French inspection reports: A favourable, S major, R critical defects, P at a re-test. */
export const resultWords: Words<Inspection['result']> = words<Inspection['result']>({
    passed: 'pass|ok|favorable|a|ap',
    minor: 'mineur|mineure|défaillance mineure|prs',
    major: 'fail|failed|majeur|majeure|défaillance majeure|défavorable|s|sp',
    dangerous: 'critique|défaillance critique|r|rp',
});

export const defectWords: Words<Defect['severity']> = words<Defect['severity']>({
    advisory: 'observation|advisory notice',
    minor: 'mineur|mineure',
    major: 'majeur|majeure',
    dangerous: 'critique',
});

export const accidentWords: Words<'light' | 'serious' | 'structural'> = words({
    light: 'léger|légère',
    serious: 'grave|sérieux',
    structural: 'structurel|structurelle',
});

export const assessmentWords: Words<'repairable' | 'total-loss'> = words({
    repairable: 'réparable',
    'total-loss': 'épave|perte totale|irréparable',
});

export const categoryWords: Words<VehicleCategory> = words<VehicleCategory>({
    car: 'voiture|vp|m1|passenger car',
    van: 'camionnette|utilitaire|ctte|n1',
    truck: 'camion|cam|n2|n3|hgv',
    bus: 'autocar|autobus|tcp|m2|m3|psv',
    motorcycle: 'moto|motocyclette|mtl',
    moped: 'cyclomoteur|cl',
    trailer: 'remorque|rem|trl',
    bike: 'vélo|bicyclette|bicycle',
    scooter: 'trottinette|kick scooter',
    shuttle: 'navette',
});

export const energyWords: Words<VehicleEnergy> = words<VehicleEnergy>({
    petrol: 'essence|gasoline|es',
    diesel: 'gazole|go|gasoil',
    electric: 'électrique|el',
    hybrid: 'hybride|eh|gh',
    'plug-in-hybrid': 'hybride rechargeable|ee|gl',
    lpg: 'gpl|gp',
    cng: 'gnv|gn',
    hydrogen: 'hydrogène|h2',
    ethanol: 'éthanol|e85|fe',
    human: 'musculaire',
    none: 'sans|aucune',
});
