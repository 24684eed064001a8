import { decodeSignaturePolicy, type SignaturePolicy } from '../../policy/signature-policy.js';
import type { Channel } from '../channel.js';
import { layoutsOf, type Layout } from './endorsement-layouts.js';
import type { Peer } from '../peer.js';
import type { TouchedKeys } from '../endorser/simulator.js';

/** Which peers could together endorse a transaction. */
export interface EndorsementPlan {
    /** The sets of organisations to try, the best first. */
    readonly layouts: readonly Layout[];
    /** The peers that may be asked. */
    readonly peers: readonly Peer[];
}

/** What a transaction touches of one chaincode, or of one collection of it: what decides who must endorse it. */
export interface Interest {
    readonly chaincode: string;
    /** '' for the public state. */
    readonly collection: string;
    /** The policies of written keys that have one. */
    readonly keyPolicies: readonly SignaturePolicy[];
    /** Every written key has a policy of its own. */
    readonly ignoresNamespacePolicy: boolean;
    /** Endorsers need not hold the collection's data. */
    readonly noPrivateReads: boolean;
}

const NO_COMBINATION = 'no combination of peers can be derived which satisfy the endorsement policy: ';

/** What a simulation has touched, as Fabric's endorsers report it. */
export function interestsOf({ namespaces, written, privateReads }: TouchedKeys, chaincode: string): Interest[] {
    const interests = namespaces.flatMap((namespace) => {
        const own = written.filter((one) => one.namespace === namespace);
        const read = privateReads.filter((one) => one.namespace === namespace).map(({ collection }) => collection);
        const keyPolicies = own.flatMap(({ policy }) => (policy === undefined ? [] : [decodeSignaturePolicy(policy)]));
        const byPolicy = own.filter(({ policy }) => policy === undefined).map(({ collection }) => collection);
        const isPublicRequired = own.length === 0 || byPolicy.includes('');
        const collections = [...new Set([...byPolicy, ...read])].filter((collection) => collection !== '');
        const ofPublic = { ...defaultInterest(namespace), keyPolicies, ignoresNamespacePolicy: !isPublicRequired };
        return [
            ...(isPublicRequired || keyPolicies.length > 0 ? [ofPublic] : []),
            ...collections.map((collection) => ({
                ...defaultInterest(namespace, collection),
                noPrivateReads: !read.includes(collection),
            })),
        ];
    });
    return interests.length === 0 ? [defaultInterest(chaincode)] : interests;
}

export function defaultInterest(chaincode: string, collection = ''): Interest {
    return { chaincode, collection, keyPolicies: [], ignoresNamespacePolicy: false, noPrivateReads: false };
}

/** @throws {Error} with Fabric's words when no peers of the channel could satisfy all policies together */
export function planEndorsement(
    channel: Channel | undefined,
    name: string,
    interests: readonly Interest[],
): EndorsementPlan {
    const unknown = interests.find(({ chaincode }) => channel?.chaincode(chaincode) === undefined);
    if (channel === undefined || unknown !== undefined) {
        const chaincode = unknown?.chaincode ?? '';
        throw new Error(`${NO_COMBINATION}No metadata was found for chaincode ${chaincode} in channel ${name}`);
    }
    const policies = interests.flatMap((interest) => policiesOf(channel, interest));
    const peers = channel.peers.filter(({ mspId }) => interests.every((interest) => mayRead(channel, interest, mspId)));
    const has = ([mspId, count]: [string, number]): boolean =>
        peers.filter((peer) => peer.mspId === mspId).length >= count;
    const layouts = layoutsOf(policies).filter((layout) => [...layout].every(has));
    if (layouts.length === 0)
        throw new Error(`${NO_COMBINATION}no peer combination can satisfy the endorsement policy`);
    return { layouts, peers };
}

/** One peer of each named organisation. */
export function planForOrganisations(
    channel: Channel | undefined,
    chaincode: string,
    mspIds: readonly string[],
): EndorsementPlan {
    const peers = channel?.hasChaincode(chaincode) === true ? channel.peers : [];
    const missing = mspIds.filter((mspId) => !peers.some((peer) => peer.mspId === mspId));
    if (missing.length > 0) throw new Error(`failed to find any endorsing peers for org(s): ${missing.join(', ')}`);
    return { layouts: [new Map(mspIds.map((mspId) => [mspId, 1]))], peers };
}

function policiesOf(channel: Channel, interest: Interest): SignaturePolicy[] {
    const chaincode = channel.chaincode(interest.chaincode);
    const ofNamespace = chaincode?.collection(interest.collection)?.endorsementPolicy ?? chaincode?.policy;
    const isNeeded = ofNamespace !== undefined && !interest.ignoresNamespacePolicy;
    return [...(isNeeded ? [ofNamespace] : []), ...interest.keyPolicies];
}

/** Whether the organisation holds what is read; no collection is named ''. */
export function mayRead(channel: Channel, { chaincode, collection, noPrivateReads }: Interest, mspId: string): boolean {
    const read = noPrivateReads ? undefined : channel.chaincode(chaincode)?.collection(collection);
    return read === undefined || read.memberMspIds.has(mspId);
}
