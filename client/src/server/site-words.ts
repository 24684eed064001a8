import type { Language } from './language.js';

/** What every page says, whatever it shows. */
export interface SiteWords {
    readonly site: string;
    readonly skip: string;
    readonly navigation: string;
    readonly otherLanguage: string;
    readonly footer: string;
    readonly notFound: { readonly title: string; readonly text: string };
    readonly tooMany: { readonly title: string; readonly text: (seconds: string) => string };
    readonly unreachable: { readonly title: string; readonly text: string };
    readonly malformed: { readonly title: string; readonly text: string };
    readonly failed: { readonly title: string; readonly text: string };
    readonly back: string;
}

export const siteWords: Readonly<Record<Language, SiteWords>> = {
    en: {
        site: 'Vehicle passports',
        skip: 'Skip to the content',
        navigation: 'Pages',
        otherLanguage: 'Français',
        footer: 'A public service of the organisations that keep this ledger together. No account, no cookie, no tracking.',
        notFound: {
            title: 'Nothing here',
            text: 'This address leads to no passport and no page. Check it, or look the vehicle up by its number.',
        },
        tooMany: {
            title: 'Too many requests',
            text: (seconds) =>
                `To keep vehicles from being searched through, only so many requests are answered from one address. Try again in ${seconds} seconds.`,
        },
        unreachable: {
            title: 'The ledger cannot be reached',
            text: 'The page itself works, but the ledger does not answer just now. Nothing is lost: try again in a moment.',
        },
        malformed: {
            title: 'The request cannot be read',
            text: 'It is not what this page expects. Go back and send it again.',
        },
        failed: {
            title: 'Something went wrong',
            text: 'The fault is ours and has been logged. Nothing in the ledger is affected.',
        },
        back: 'Look up a vehicle',
    },
    fr: {
        site: 'Passeports des véhicules',
        skip: 'Aller au contenu',
        navigation: 'Pages',
        otherLanguage: 'English',
        footer: 'Un service public des organisations qui tiennent ensemble ce registre. Sans compte, sans cookie, sans traçage.',
        notFound: {
            title: 'Rien à cette adresse',
            text: "Cette adresse ne mène à aucun passeport ni à aucune page. Vérifiez-la, ou cherchez le véhicule d'après son numéro.",
        },
        tooMany: {
            title: 'Trop de demandes',
            text: (seconds) =>
                `Pour que les véhicules ne puissent pas être passés en revue, une même adresse n'obtient qu'un nombre limité de réponses. Réessayez dans ${seconds} secondes.`,
        },
        unreachable: {
            title: 'Le registre est injoignable',
            text: "La page fonctionne, mais le registre ne répond pas en ce moment. Rien n'est perdu : réessayez dans un instant.",
        },
        malformed: {
            title: 'La demande est illisible',
            text: "Elle n'est pas ce que cette page attend. Revenez en arrière et renvoyez-la.",
        },
        failed: {
            title: "Une erreur s'est produite",
            text: "La faute est de notre côté et a été consignée. Rien n'est affecté dans le registre.",
        },
        back: 'Chercher un véhicule',
    },
};
