/** Why a record is refused: the reason that crosses the wire, which is the English one, and the French for it. */
import type { LegKind } from './leg-record.js';

type OtherKind = Exclude<LegKind, 'leg'>;

const fixed = {
    'it ends before it starts': 'il finit avant de commencer',
    'it lasts more than 31 days': 'il dure plus de 31 jours',
    'it ends in the future': 'il finit dans le futur',
    'its duration is not the time from its start to its end': "sa durée n'est pas le temps de son départ à sa fin",
    'its distance is more than half round the earth': 'sa distance dépasse un demi-tour de la Terre',
    'its pauses last longer than itself': 'ses pauses durent plus longtemps que lui',
    'its operator sold the subscription itself: there is nothing to clear':
        "son opérateur a vendu lui-même l'abonnement : il n'y a rien à compenser",
    'a leg is of no other record': 'un trajet ne se rapporte à aucun autre enregistrement',
    'its total is not in whole cents': "son total n'est pas en centimes entiers",
    'its lines do not add up to its total': 'la somme de ses lignes ne donne pas son total',
    'the amount of a line is not its quantity at its unit price':
        "le montant d'une ligne n'est pas sa quantité à son prix unitaire",
    'a refund gives something back': 'un remboursement rend quelque chose',
    'its tariff is not the one in force when it started': "son tarif n'est pas celui en vigueur à son départ",
    'its tariff is not the one that was published': "son tarif n'est pas celui qui a été publié",
    'its mode is not the one of its tariff': "son mode n'est pas celui de son tarif",
    'it lasts for too many periods of the caps of its tariff':
        "il dure plus de périodes de plafond de son tarif qu'un enregistrement ne peut en compter",
    'its rider is not the one of its subscription': "son usager n'est pas celui de son abonnement",
    'its tax is not what its tariff gives': "sa taxe n'est pas celle que donne son tarif",
    'ids that start with ledger: are kept': 'les identifiants qui commencent par ledger: sont réservés',
} as const;

const kindsFr: Readonly<Record<OtherKind, string>> = {
    credit: 'un avoir',
    replacement: 'un remplacement',
    fine: 'une pénalité',
    extra: 'un supplément',
    refund: 'un remboursement',
};
const dimensions = ['FINE', 'EXTRA', 'REFUND'] as const;

type ReasonOfKind =
    | `a ${OtherKind} must name the record that it is of`
    | `a ${OtherKind} is of another record than itself`
    | `a ${OtherKind} must say why`
    | `a ${OtherKind} must have a category`
    | `a ${OtherKind} has lines of ${(typeof dimensions)[number]} only`;

export type LegReason = keyof typeof fixed | ReasonOfKind | `a ${LegKind} does not pay its rider`;

const ofKinds = Object.fromEntries(
    Object.entries(kindsFr).flatMap(([kind, fr]) => [
        [`a ${kind} must name the record that it is of`, `${fr} doit nommer l'enregistrement auquel il se rapporte`],
        [`a ${kind} is of another record than itself`, `${fr} se rapporte à un autre enregistrement que lui-même`],
        [`a ${kind} must say why`, `${fr} doit dire pourquoi`],
        [`a ${kind} must have a category`, `${fr} doit avoir une catégorie`],
        ...dimensions.map((of) => [`a ${kind} has lines of ${of} only`, `${fr} n'a que des lignes ${of}`]),
    ]),
) as Readonly<Record<ReasonOfKind, string>>;

const unpaid = Object.fromEntries(
    Object.entries({ leg: 'un trajet', ...kindsFr }).map(([kind, fr]) => [
        `a ${kind} does not pay its rider`,
        `${fr} ne paie pas son usager`,
    ]),
) as Readonly<Record<`a ${LegKind} does not pay its rider`, string>>;

/** French by English, of MOBILITY_LEG_INVALID. */
export const legReasons: Readonly<Record<LegReason, string>> = { ...fixed, ...ofKinds, ...unpaid };

/** French by English, of MOBILITY_CREDIT_INVALID. */
export const creditReasons = {
    'a credit is not credited: write the record anew':
        "un avoir ne s'annule pas par un avoir : écrivez l'enregistrement à nouveau",
    'a credit is the exact negative of the record that it names':
        "un avoir est l'exact opposé de l'enregistrement qu'il nomme",
    'a replacement is between the same parties and of the same rider':
        'un remplacement concerne les mêmes parties et le même usager',
    'it is credited already': "un avoir l'a déjà annulé",
    'credit the record before it is replaced': "annulez l'enregistrement par un avoir avant de le remplacer",
    'it is replaced already': 'il est déjà remplacé',
    'a dispute about it is open': 'un litige à son sujet est ouvert',
    'it is not of the same rider': "il n'est pas du même usager",
} as const;

export type CreditReason = keyof typeof creditReasons;
