import { type CollectionSettings, readCollectionSettings, usualSettings } from './collection-settings.js';
import type { Organisation } from './definition.js';
import { anyText, names } from './names.js';
import { choices, entries, expectMembers, isGiven, member, type Place, report, text, truth } from './place.js';
import { collectionPolicyProblem } from './policy-problem.js';
import type { SharedCollection } from './shared-collection.js';

/** A collection as the definition has it. */
interface WrittenCollection extends Omit<SharedCollection, 'config'> {
    readonly name: string;
    /** The name under which the chaincode's file has its settings: that of its group, where it is one of the pairs. */
    readonly settingsName: string;
    readonly endorsementPolicy: string;
}

/**
 * Reads the collections of a chaincode: who shares each comes from the definition, other settings from the file that the
 * chaincode brings, the usual ones where it brings none. Members may read and write. A write is endorsed by both of two
 * members and by a majority of more, unless the collection has a policy of its own.
 */
export function readCollections(
    chaincode: Place,
    organisations: readonly Organisation[],
    folder: string,
): readonly SharedCollection[] {
    const place = member(chaincode, 'collections');
    const collections = entries(place, names.collection).map(([name, inner]) =>
        readCollection(name, inner, organisations),
    );
    const pairsPlace = member(chaincode, 'pairCollections');
    const pairs = entries(pairsPlace, names.collection).flatMap(([name, inner]) =>
        readPairs(name, inner, organisations),
    );
    const written = [...collections, ...pairs];
    for (const [index, { name }] of written.entries()) {
        if (written.findIndex((one) => one.name === name) === index) continue;
        report(pairsPlace, `there is another collection ${name}; rename one`);
    }
    const settings = readCollectionSettings(member(chaincode, 'collectionSettings'), folder);
    for (const { name } of settings) {
        if (written.some(({ settingsName }) => settingsName === name)) continue;
        report(place, `the chaincode has the collection ${name}; name who shares it`);
    }
    return written.map((one) => sharedCollection(one, settings));
}

/** `[utility, housing]`, or a map with members and more. */
function readCollection(name: string, place: Place, organisations: readonly Organisation[]): WrittenCollection {
    if (Array.isArray(place.value) || !isGiven(place)) {
        const members = readMembers(place, organisations);
        return { name, settingsName: name, members, endorsementPolicy: usualPolicy(members), ownKeyPolicies: false };
    }
    expectMembers(place, ['members', 'policy', 'ownKeyPolicies']);
    const members = readMembers(member(place, 'members'), organisations);
    const policy = member(place, 'policy');
    const own = member(place, 'ownKeyPolicies');
    return {
        name,
        settingsName: name,
        members,
        endorsementPolicy: isGiven(policy) ? readPolicy(policy, members) : usualPolicy(members),
        ownKeyPolicies: isGiven(own) && truth(own),
    };
}

/** A collection for every two of the organisations: `pair_AMSP_BMSP`, in order of their MSP ids. */
function readPairs(group: string, place: Place, organisations: readonly Organisation[]): WrittenCollection[] {
    const members = [...readMembers(place, organisations)].sort();
    return members.flatMap((first, index) =>
        members.slice(index + 1).map((second) => {
            const name = `${group}_${first}_${second}`;
            if (!names.collection.pattern.test(name)) report(place, `bad name ${name}; ${names.collection.says}`);
            const pair = [first, second];
            const endorsementPolicy = usualPolicy(pair);
            return { name, settingsName: group, members: pair, endorsementPolicy, ownKeyPolicies: true };
        }),
    );
}

function readMembers(place: Place, organisations: readonly Organisation[]): readonly string[] {
    const joined = organisations.map((organisation) => organisation.name);
    const chosen = choices(place, joined, 'an organisation of this channel');
    if (chosen.length < 2) report(place, 'a shared collection has at least two members; name another');
    return chosen.flatMap((name) => organisations.filter((one) => one.name === name).map((one) => one.mspId));
}

function readPolicy(place: Place, members: readonly string[]): string {
    const policy = text(place, anyText);
    const problem = policy === '' ? undefined : collectionPolicyProblem(policy, members);
    if (problem !== undefined) report(place, problem);
    return policy;
}

function usualPolicy(members: readonly string[]): string {
    const peers = principals(members, 'peer');
    return members.length === 2 ? `AND(${peers})` : `OutOf(${String(Math.floor(members.length / 2) + 1)}, ${peers})`;
}

function principals(members: readonly string[], role: string): string {
    return members.map((mspId) => `'${mspId}.${role}'`).join(', ');
}

function sharedCollection(
    { name, settingsName, members, endorsementPolicy, ownKeyPolicies }: WrittenCollection,
    settings: readonly CollectionSettings[],
): SharedCollection {
    return {
        members,
        ownKeyPolicies,
        config: {
            ...(settings.find((one) => one.name === settingsName) ?? usualSettings(name)),
            name,
            policy: `OR(${principals(members, 'member')})`,
            endorsementPolicy: { signaturePolicy: endorsementPolicy },
        },
    };
}
