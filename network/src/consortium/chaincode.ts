import { resolve } from 'node:path';
import { readCollections } from './collections.js';
import type { ChaincodeDefinition, Organisation } from './definition.js';
import { foundingContent } from './founding.js';
import { anyText, names } from './names.js';
import { entries, expectMembers, isGiven, items, member, type Place, report, text, wholeNumber } from './place.js';
import { policyProblem } from './policy-problem.js';
import type { SharedCollection } from './shared-collection.js';

const MEMBERS = [
    'version',
    'path',
    'main',
    'policy',
    'roles',
    'clockToleranceSeconds',
    'collections',
    'pairCollections',
    'collectionSettings',
];

/** Reads one chaincode of a channel that `organisations` have joined. */
export function readChaincode(
    name: string,
    place: Place,
    organisations: readonly Organisation[],
    folder: string,
): ChaincodeDefinition {
    expectMembers(place, MEMBERS);
    const collections = readCollections(place, organisations, folder);
    const main = member(place, 'main');
    return {
        name,
        version: text(member(place, 'version'), names.version),
        path: resolve(folder, text(member(place, 'path'), anyText)),
        ...(isGiven(main) ? { main: text(main, anyText) } : {}),
        policy: readPolicy(member(place, 'policy'), organisations, collections),
        collections: collections.map((collection) => collection.config),
        ...readFounding(name, place, organisations, collections),
    };
}

function readPolicy(
    place: Place,
    organisations: readonly Organisation[],
    collections: readonly SharedCollection[],
): string {
    const policy = text(place, anyText);
    const problem = policy === '' ? undefined : policyProblem(policy, organisations, collections);
    if (problem !== undefined) report(place, problem);
    return policy;
}

/** An area whose roles are written is founded at the start by all organisations of its channel. */
function readFounding(
    area: string,
    place: Place,
    organisations: readonly Organisation[],
    collections: readonly SharedCollection[],
): Pick<ChaincodeDefinition, 'founding'> {
    const roles = member(place, 'roles');
    const tolerance = member(place, 'clockToleranceSeconds');
    if (!isGiven(roles)) {
        if (isGiven(tolerance)) report(tolerance, 'goes with roles, which are missing; write both or neither');
        return {};
    }
    return {
        founding: {
            transaction: 'consortium:Ratify',
            content: foundingContent({
                area,
                organisations: readRoles(roles, organisations),
                collections: Object.fromEntries(collections.map(({ config, members }) => [config.name, members])),
                clockToleranceSeconds: wholeNumber(tolerance, { from: 1, to: 315_360_000 }),
            }),
        },
    };
}

function readRoles(place: Place, organisations: readonly Organisation[]): Readonly<Record<string, readonly string[]>> {
    const written = new Map(entries(place, names.organisation));
    for (const [name, inner] of written) {
        if (organisations.some((organisation) => organisation.name === name)) continue;
        report(inner, `${name} is not an organisation of this channel; let it join or remove it`);
    }
    return Object.fromEntries(
        organisations.map(({ name, mspId }) => {
            const inner = written.get(name);
            return [mspId, inner === undefined ? [] : items(inner).map((item) => text(item, names.role))];
        }),
    );
}
