import type { AuthorityDefinition } from './definition.js';
import { names } from './names.js';
import { expectMembers, isGiven, items, member, type Place, readPort, text, type TextRule } from './place.js';

const REGISTRAR = 'admin';

/** Long enough not to be guessed while the service counts attempts; `adminpw`, as published samples have it, is 7. */
const secretRule: TextRule = {
    pattern: /^\S{7,1024}$/,
    says: 'write a secret of 7 characters or more, without spaces',
};

/** Reads the `ca` of an organisation; `ca: {}` asks for the service with all its defaults. */
export function readAuthority(place: Place, domain: string): AuthorityDefinition | undefined {
    if (!isGiven(place)) return undefined;
    expectMembers(place, ['name', 'port', 'registrar', 'affiliations']);
    const name = member(place, 'name');
    return {
        name: isGiven(name) ? text(name, names.user) : `ca.${domain}`,
        ...readPort(place),
        registrar: readRegistrar(member(place, 'registrar')),
        affiliations: items(member(place, 'affiliations')).map((one) => text(one, names.affiliation)),
    };
}

function readRegistrar(place: Place): AuthorityDefinition['registrar'] {
    if (!isGiven(place)) return { name: REGISTRAR };
    expectMembers(place, ['name', 'secret']);
    const name = member(place, 'name');
    const secret = member(place, 'secret');
    return {
        name: isGiven(name) ? text(name, names.user) : REGISTRAR,
        ...(isGiven(secret) && { secret: text(secret, secretRule) }),
    };
}
