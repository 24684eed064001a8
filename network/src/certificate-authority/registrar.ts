import type { Attribute, RegisteredIdentity } from './registry.js';

/** The attributes by which an identity may act on others, as Fabric CA names them. */
export const RIGHTS = {
    roles: 'hf.Registrar.Roles',
    delegateRoles: 'hf.Registrar.DelegateRoles',
    attributes: 'hf.Registrar.Attributes',
    revoker: 'hf.Revoker',
    lists: 'hf.GenCRL',
    affiliations: 'hf.AffiliationMgr',
    intermediates: 'hf.IntermediateCA',
} as const;

const LISTS: readonly string[] = [RIGHTS.roles, RIGHTS.delegateRoles, RIGHTS.attributes];
const FLAGS: readonly string[] = [RIGHTS.revoker, RIGHTS.lists, RIGHTS.affiliations, RIGHTS.intermediates];
const FIXED: readonly string[] = ['hf.EnrollmentID', 'hf.Type', 'hf.Affiliation'];

/** All rights: those of who registers everybody else. */
export const ALL_RIGHTS: readonly Attribute[] = [
    ...LISTS.map((name) => ({ name, value: '*' })),
    ...FLAGS.map((name) => ({ name, value: 'true' })),
];

export function hasRight({ attributes }: RegisteredIdentity, right: string): boolean {
    return ['true', '1'].includes(valueOf(attributes, right).toLowerCase());
}

/** Whether the caller may register, see and revoke identities of this type and department. */
export function mayManage(
    caller: RegisteredIdentity,
    { type, affiliation }: Pick<RegisteredIdentity, 'type' | 'affiliation'>,
): boolean {
    const types = listOf(caller.attributes, RIGHTS.roles);
    return (types.includes('*') || types.includes(type)) && isWithin(affiliation, caller.affiliation);
}

export const isRegistrar = ({ attributes }: RegisteredIdentity): boolean => listOf(attributes, RIGHTS.roles).length > 0;

/** Whether a department is another, or a part of it. */
export function isWithin(affiliation: string, of: string): boolean {
    return of === '' || affiliation === of || affiliation.startsWith(`${of}.`);
}

/** Whether a registrar may give these attributes: names that it was allowed, and of its own rights no more than it has. */
export function mayGive({ attributes: own }: RegisteredIdentity, given: readonly Attribute[]): boolean {
    const patterns = listOf(own, RIGHTS.attributes);
    return given.every(({ name, value }) => {
        if (FIXED.includes(name) || !patterns.some((pattern) => matches(name, pattern))) return false;
        if (FLAGS.includes(name)) return ['true', '1'].includes(valueOf(own, name).toLowerCase());
        if (!LISTS.includes(name)) return !name.startsWith('hf.');
        const mine = listOf(own, name);
        return split(value).every((one) => mine.some((pattern) => matches(one, pattern)));
    });
}

function matches(name: string, pattern: string): boolean {
    return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function valueOf(attributes: readonly Attribute[], name: string): string {
    return attributes.find((one) => one.name === name)?.value ?? '';
}

const listOf = (attributes: readonly Attribute[], name: string): string[] => split(valueOf(attributes, name));

function split(text: string): string[] {
    return text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '');
}
