import { authenticated } from './authentication.js';
import type { Handler } from './authority.js';
import { hasRight, isRegistrar, isWithin, mayManage, RIGHTS } from './registrar.js';
import type { RegisteredIdentity } from './registry.js';
import { notAuthorized, ServiceError } from './service-error.js';

const AFFILIATION = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

/** The identities that the caller may manage, or the one that is asked for. */
export const identities: Handler = async (authority, request) => {
    const { identity: caller } = await authenticated(authority, request);
    if (!isRegistrar(caller)) throw notAuthorized();
    const { item: id } = request;
    if (id === undefined) {
        const all = await authority.registry.identities();
        return { caname: authority.name, identities: all.filter((one) => mayManage(caller, one)).map(shown) };
    }
    const found = await authority.registry.identity(id);
    if (found === undefined) throw new ServiceError(404, 'gettingUser', `Failed to get User: ${id} is not registered`);
    if (found.id !== caller.id && !mayManage(caller, found)) throw notAuthorized();
    return { caname: authority.name, ...shown(found) };
};

function shown({ id, type, affiliation, attributes, maxEnrollments }: RegisteredIdentity): object {
    return { id, type, affiliation, attrs: attributes, max_enrollments: maxEnrollments };
}

/** The departments that the caller may see, as a tree. */
export const affiliations: Handler = async (authority, request) => {
    const { identity: caller } = await authenticated(authority, request);
    if (!isRegistrar(caller)) throw notAuthorized();
    const all = await authority.registry.affiliations();
    const seen = all.filter((name) => isWithin(name, caller.affiliation));
    return { caname: authority.name, ...treeOf(caller.affiliation, seen) };
};

/** Adds a department, with those above it. */
export const addAffiliation: Handler = async (authority, request) => {
    const { identity: caller } = await authenticated(authority, request);
    const name = request.content.text('name') ?? '';
    if (!AFFILIATION.test(name)) {
        throw new ServiceError(400, 'badBody', 'an affiliation is names with dots between them');
    }
    if (!hasRight(caller, RIGHTS.affiliations) || !isWithin(name, caller.affiliation)) throw notAuthorized();
    await authority.registry.addAffiliation(name);
    return { caname: authority.name, name };
};

interface Tree {
    readonly name: string;
    readonly affiliations?: readonly Tree[];
}

function treeOf(name: string, all: readonly string[]): Tree {
    const depth = name === '' ? 0 : name.split('.').length;
    const below = all.filter((one) => one !== name && isWithin(one, name) && one.split('.').length === depth + 1);
    return below.length === 0 ? { name } : { name, affiliations: below.map((one) => treeOf(one, all)) };
}
