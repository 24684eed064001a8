import { discovery, type peer as peerProtos } from '@hyperledger/fabric-protos';
import { decodeSignaturePolicy } from '../../policy/signature-policy.js';
import { message } from '../../wire/message.js';
import { accessProblem, isSignedBy, type SignedRequest } from '../access.js';
import { readConfig } from '../channel-config.js';
import type { Channel } from '../channel.js';
import { configResult } from './discovery-config.js';
import { defaultInterest, mayRead, planEndorsement, type Interest } from '../gateway/endorsement-plan.js';
import { messageOf, toServiceError } from '../gateway-error.js';
import { aliveMessage, stateInfo } from './gossip-messages.js';
import type { Peer } from '../peer.js';
import { parsed } from '../../ledger/proposal.js';

interface Served {
    /** The peer that answers. */
    readonly peer: Peer;
    readonly channels: () => readonly Channel[];
}

/**
 * Fabric's Discovery service: a channel's configuration and peers, and who could together endorse a transaction. For
 * those who may write on the channel; the peers without a channel are told to administrators of the peer's own
 * organisation.
 */
export function discoveryService(served: Served): discovery.IDiscoveryServer {
    return {
        discover: ({ request }, callback) => {
            discover(request, served).then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback(toServiceError(error));
                },
            );
        },
    };
}

async function discover(signed: discovery.SignedRequest, served: Served): Promise<discovery.Response> {
    const data = signed.getPayload_asU8();
    const request = readRequest(data);
    const authentication = request.getAuthentication();
    if (authentication === undefined) throw new Error('access denied, no authentication info in request');
    const identity = authentication.getClientIdentity_asU8();
    if (identity.length === 0) throw new Error("access denied, client identity wasn't supplied");
    const signedRequest = { identity, data, signature: signed.getSignature_asU8() };
    const answers = request.getQueriesList().map((query) => answer(query, signedRequest, served));
    return message(discovery.Response, { resultsList: await Promise.all(answers) });
}

function readRequest(data: Uint8Array): discovery.Request {
    try {
        return parsed(discovery.Request, 'Request', data);
    } catch {
        throw new Error('failed parsing request: proto: cannot parse invalid wire-format data');
    }
}

async function answer(
    query: discovery.Query,
    request: SignedRequest,
    { peer, channels }: Served,
): Promise<discovery.QueryResult> {
    const name = query.getChannel();
    const joined = channels();
    if (name === '') {
        if (!isLocalAdmin(request, peer, joined)) return failure('access denied');
        return query.hasLocalPeers() ? localPeers(joined) : failure('unknown or missing request type');
    }
    const channel = joined.find((one) => one.name === name);
    if (channel === undefined || accessProblem('Writers', name, request, channel.checkIdentity) !== undefined) {
        return failure('access denied');
    }
    if (query.hasConfigQuery()) {
        const config = await readConfig(channel.store);
        if (config === undefined) return failure(`failed fetching config for channel ${name}`);
        return message(discovery.QueryResult, { configResult: configResult(config) });
    }
    if (query.hasPeerQuery()) return channelPeers(channel, query.getPeerQuery()?.getFilter());
    const chaincodes = query.getCcQuery();
    return chaincodes === undefined ? failure('unknown or missing request type') : endorsers(channel, chaincodes);
}

const failure = (content: string): discovery.QueryResult =>
    message(discovery.QueryResult, { error: message(discovery.Error, { content }) });

function isLocalAdmin(request: SignedRequest, { mspId }: Peer, joined: readonly Channel[]): boolean {
    const check = joined[0]?.checkIdentity(request.identity);
    return (
        check !== undefined &&
        isSignedBy(check, request) &&
        check.identity.mspId === mspId &&
        check.identity.role === 'admin'
    );
}

function localPeers(joined: readonly Channel[]): discovery.QueryResult {
    const peers = new Set(joined.flatMap((channel) => channel.peers));
    return membersOf([...peers].map((one) => ({ mspId: one.mspId, told: told(one) })));
}

function channelPeers(channel: Channel, filter: peerProtos.ChaincodeInterest | undefined): discovery.QueryResult {
    try {
        const interests = filter === undefined ? [] : interestsIn(channel, filter);
        const peers = channel.peers.filter(({ mspId }) => interests.every((one) => mayRead(channel, one, mspId)));
        return membersOf(
            peers.map((one) => ({ mspId: one.mspId, told: told(one, channel) })),
            channel.mspIds,
        );
    } catch (error) {
        return failure(messageOf(error));
    }
}

function told(peer: Peer, channel?: Channel): discovery.Peer {
    return message(discovery.Peer, {
        identity: peer.identity.serialized,
        membershipInfo: aliveMessage(peer),
        stateInfo: channel && stateInfo(peer, channel),
    });
}

function membersOf(
    peers: readonly { readonly mspId: string; readonly told: discovery.Peer }[],
    mspIds: readonly string[] = [...new Set(peers.map(({ mspId }) => mspId))],
): discovery.QueryResult {
    const members = new discovery.PeerMembershipResult();
    for (const mspId of mspIds) {
        const peersList = peers.filter((one) => one.mspId === mspId).map((one) => one.told);
        members.getPeersByOrgMap().set(mspId, message(discovery.Peers, { peersList }));
    }
    return message(discovery.QueryResult, { members });
}

function endorsers(channel: Channel, query: discovery.ChaincodeQuery): discovery.QueryResult {
    const interests = query.getInterestsList();
    const problem = queryProblem(interests);
    if (problem !== undefined) return failure(problem);
    const contentList: discovery.EndorsementDescriptor[] = [];
    for (const interest of interests) {
        try {
            contentList.push(descriptor(channel, interest));
        } catch {
            return failure(`failed constructing descriptor for ${described(interest)}`);
        }
    }
    return message(discovery.QueryResult, { ccQueryRes: message(discovery.ChaincodeQueryResult, { contentList }) });
}

function queryProblem(interests: readonly peerProtos.ChaincodeInterest[]): string | undefined {
    if (interests.length === 0) return 'chaincode query must have at least one chaincode interest';
    const calls = interests.map((interest) => interest.getChaincodesList());
    if (calls.some((list) => list.length === 0)) return 'chaincode interest must contain at least one chaincode';
    return calls.flat().some((call) => call.getName() === '')
        ? 'chaincode name in interest cannot be empty'
        : undefined;
}

/** The layouts name groups of peers: here an organisation each. */
function descriptor(channel: Channel, interest: peerProtos.ChaincodeInterest): discovery.EndorsementDescriptor {
    const { layouts, peers } = planEndorsement(channel, channel.name, interestsIn(channel, interest));
    const group = (mspId: string): string => `G${channel.mspIds.indexOf(mspId)}`;
    const [first] = interest.getChaincodesList();
    const described = message(discovery.EndorsementDescriptor, {
        chaincode: first?.getName() ?? '',
        layoutsList: layouts.map((quantities) => {
            const layout = new discovery.Layout();
            quantities.forEach((count, mspId) => layout.getQuantitiesByGroupMap().set(group(mspId), count));
            return layout;
        }),
    });
    for (const mspId of new Set(layouts.flatMap((layout) => [...layout.keys()]))) {
        const peersList = peers.filter((peer) => peer.mspId === mspId).map((peer) => told(peer, channel));
        described.getEndorsersByGroupsMap().set(group(mspId), message(discovery.Peers, { peersList }));
    }
    return described;
}

/** @throws {Error} for a collection that the chaincode has not */
function interestsIn(channel: Channel, interest: peerProtos.ChaincodeInterest): Interest[] {
    return interest.getChaincodesList().flatMap((call) => {
        const chaincode = call.getName();
        const keyPolicies = call.getKeyPoliciesList().map((policy) => decodeSignaturePolicy(policy.serializeBinary()));
        const own = { ...defaultInterest(chaincode), keyPolicies };
        const collections = call.getCollectionNamesList().map((collection) => {
            if (channel.chaincode(chaincode)?.collection(collection) === undefined) {
                const reason = `collection ${collection} doesn't exist in collection config for chaincode ${chaincode}`;
                throw new Error(reason);
            }
            return { ...defaultInterest(chaincode, collection), noPrivateReads: call.getNoPrivateReads() };
        });
        // Each collection has a policy of its own, or the chaincode's.
        const ignoresNamespacePolicy = call.getDisregardNamespacePolicy() || collections.length > 0;
        return [{ ...own, ignoresNamespacePolicy }, ...collections];
    });
}

/** As Go prints it. */
function described(interest: peerProtos.ChaincodeInterest): string {
    const calls = interest.getChaincodesList().map((call) => {
        const collections = call.getCollectionNamesList().map((name) => ` collection_names:${JSON.stringify(name)}`);
        return `chaincodes:{name:${JSON.stringify(call.getName())}${collections.join('')}}`;
    });
    return calls.join(' ');
}
