import type { TextRule } from './place.js';

/** Names that become folders, host names and identifiers on the ledger: each as strict as its strictest use. */
export const names = {
    organisation: {
        pattern: /^[a-z][a-z0-9-]{0,40}$/,
        says: 'a name has small letters, digits and hyphens and begins with a letter',
    },
    mspId: {
        pattern: /^(?!OrdererMSP$)[A-Za-z][A-Za-z0-9.-]{0,100}$/,
        says: 'write an MSP id such as UtilityMSP: letters, digits, dots and hyphens; OrdererMSP is taken',
    },
    domain: {
        pattern: /^(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
        says: 'write a domain such as utility.quartier.example: small letters, digits and hyphens between dots',
    },
    user: {
        pattern: /^[A-Za-z][A-Za-z0-9_.-]{0,60}$/,
        says: 'a user name has letters, digits, dots, hyphens and underscores and begins with a letter',
    },
    affiliation: {
        pattern: /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/,
        says: 'an affiliation is names with dots between them, such as housing.east',
    },
    attribute: {
        pattern: /^[A-Za-z][A-Za-z0-9_.-]{0,100}$/,
        says: 'an attribute name has letters, digits, dots, hyphens and underscores and begins with a letter',
    },
    channel: {
        pattern: /^[a-z][a-z0-9.-]{0,200}$/,
        says: 'a channel name has small letters, digits, dots and hyphens and begins with a letter',
    },
    chaincode: {
        pattern: /^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$/,
        says: 'a chaincode name has letters and digits, with single hyphens or underscores between them',
    },
    version: {
        pattern: /^[A-Za-z0-9_.+-]+$/,
        says: "write a version in quotes, such as '1.0': letters, digits and _ . + -",
    },
    collection: {
        pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
        says: 'a collection name has letters, digits, hyphens and underscores and begins with a letter or digit',
    },
    role: {
        pattern: /^[a-z][A-Za-z0-9-]*$/,
        says: 'a role has letters, digits and hyphens and begins with a small letter',
    },
} as const satisfies Readonly<Record<string, TextRule>>;

/** Any text that is not empty. */
export const anyText: TextRule = { pattern: /\S/, says: 'write a text' };
