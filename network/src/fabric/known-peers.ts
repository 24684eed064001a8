import { setTimeout as sleep } from 'node:timers/promises';
import { discovery, msp, peer } from '@hyperledger/fabric-protos';
import type { Administrator } from '../admin/administrator.js';
import { sha256 } from '../wire/bytes.js';

const { discover } = discovery.DiscoveryService;
const CALL_MS = 5_000;
const GIVEN_MS = 60_000;
const POLL_MS = 100;

/**
 * Waits until the administrator's peer knows the given number of peers on the channel that can endorse the chaincode,
 * itself included: only then can its gateway find endorsers.
 */
export async function untilPeersAreKnown(
    administrator: Administrator,
    channel: string,
    chaincode: string,
    count: number,
): Promise<void> {
    const deadline = Date.now() + GIVEN_MS;
    for (;;) {
        const known = await knownPeers(administrator, channel, chaincode);
        if (known >= count) return;
        if (Date.now() > deadline) {
            throw new Error(
                `A peer of ${administrator.mspId} knows ${String(known)} of ${String(count)} peers that run ${chaincode} on ${channel}`,
            );
        }
        await sleep(POLL_MS);
    }
}

async function knownPeers(administrator: Administrator, channel: string, chaincode: string): Promise<number> {
    const call = new peer.ChaincodeCall();
    call.setName(chaincode);
    const interest = new peer.ChaincodeInterest();
    interest.setChaincodesList([call]);
    const membership = new discovery.PeerMembershipQuery();
    membership.setFilter(interest);
    const query = new discovery.Query();
    query.setChannel(channel);
    query.setPeerQuery(membership);
    const result = await ask(administrator, query);
    let count = 0;
    result
        ?.getMembers()
        ?.getPeersByOrgMap()
        .forEach((peers) => {
            count += peers.getPeersList().length;
        });
    return count;
}

async function ask(
    { client, identity, signer }: Administrator,
    query: discovery.Query,
): Promise<discovery.QueryResult | undefined> {
    const creator = new msp.SerializedIdentity();
    creator.setMspid(identity.mspId);
    creator.setIdBytes(identity.credentials);
    const authentication = new discovery.AuthInfo();
    authentication.setClientIdentity(creator.serializeBinary());
    const request = new discovery.Request();
    request.setAuthentication(authentication);
    request.setQueriesList([query]);
    const payload = request.serializeBinary();
    const signed = new discovery.SignedRequest();
    signed.setPayload(payload);
    signed.setSignature(await signer(sha256(payload)));
    return new Promise((resolve, reject) => {
        client.makeUnaryRequest(
            discover.path,
            discover.requestSerialize,
            discover.responseDeserialize,
            signed,
            { deadline: Date.now() + CALL_MS },
            (error, response) => {
                if (error === null) resolve(response?.getResultsList()[0]);
                else reject(error);
            },
        );
    });
}
