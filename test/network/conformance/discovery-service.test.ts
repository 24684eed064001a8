import { discovery, gossip, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { CHANNEL } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { discover } from '../../support/conformance/service-call.js';

function query(set: (query: discovery.Query) => void, channel = CHANNEL): discovery.Query {
    const made = new discovery.Query();
    made.setChannel(channel);
    set(made);
    return made;
}

function interest(name: string, collections: readonly string[] = []): peer.ChaincodeInterest {
    const call = new peer.ChaincodeCall();
    call.setName(name);
    call.setCollectionNamesList([...collections]);
    const made = new peer.ChaincodeInterest();
    made.setChaincodesList([call]);
    return made;
}

const endorsersOf = (...interests: readonly peer.ChaincodeInterest[]): discovery.Query =>
    query((made) => {
        const asked = new discovery.ChaincodeQuery();
        asked.setInterestsList([...interests]);
        made.setCcQuery(asked);
    });

const configuration = (channel?: string): discovery.Query =>
    query((made) => {
        made.setConfigQuery(new discovery.ConfigQuery());
    }, channel);

const peersOf = (filter?: peer.ChaincodeInterest): discovery.Query =>
    query((made) => {
        const asked = new discovery.PeerMembershipQuery();
        asked.setFilter(filter);
        made.setPeerQuery(asked);
    });

const localPeers = query((made) => {
    made.setLocalPeers(new discovery.LocalPeerQuery());
}, '');

/** Go prints messages in more than one way, by version, and with spaces at random. */
function asPrinted(text: string): string {
    return text.replaceAll(/ +/g, ' ').replaceAll(':<', ':{').replace(/ > ?$/, '}');
}

function endpointOf(told: discovery.Peer): string {
    const payload = told.getMembershipInfo()?.getPayload_asU8() ?? new Uint8Array();
    return gossip.GossipMessage.deserializeBinary(payload).getAliveMsg()?.getMembership()?.getEndpoint() ?? '';
}

function organisationOf(told: discovery.Peer): string {
    return Buffer.from(told.getIdentity_asU8()).toString().slice(2, 9);
}

/** The layouts, with organisations in place of groups. */
function layoutsOf(result: discovery.QueryResult): readonly Record<string, number>[] {
    const [descriptor] = result.getCcQueryRes()?.getContentList() ?? [];
    const groups = descriptor?.getEndorsersByGroupsMap();
    const layouts = descriptor?.getLayoutsList().map((layout) => {
        const entries = layout.getQuantitiesByGroupMap().getEntryList();
        const named = entries.map(([group, count]): [string, number] => {
            const [first] = groups?.get(group)?.getPeersList() ?? [];
            return [first === undefined ? group : organisationOf(first), count];
        });
        return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
    });
    return (layouts ?? []).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function peersIn(result: discovery.QueryResult): Record<string, string[]> {
    const entries = result.getMembers()?.getPeersByOrgMap().getEntryList() ?? [];
    return Object.fromEntries(
        entries.flatMap(([mspId]): [string, string[]][] => {
            const peers = result.getMembers()?.getPeersByOrgMap().get(mspId)?.getPeersList() ?? [];
            return peers.length === 0 ? [] : [[mspId, peers.map(endpointOf).sort()]];
        }),
    );
}

describeOnEachEngine('the discovery service', ({ client, network }) => {
    const addresses = (member: string): string[] =>
        network()
            .peers.filter((one) => one.member === member)
            .map(({ address }) => address)
            .sort();

    it('tells every organisation’s MSP and where the orderers are', async () => {
        const { orderer } = network();
        const result = (await discover(client('org1'), configuration())).getConfigResult();
        const mspIds = result
            ?.getMspsMap()
            .getEntryList()
            .map(([mspId]) => mspId)
            .sort();
        expect(mspIds).to.deep.equal(['OrdererMSP', 'Org1MSP', 'Org2MSP', 'Org3MSP']);
        expect(result?.getMspsMap().get('Org1MSP')?.getRootCertsList()).to.have.length(1);
        const endpoints = result?.getOrderersMap().get('OrdererMSP')?.getEndpointList() ?? [];
        expect(endpoints.map((endpoint) => endpoint.getPort())).to.deep.equal([orderer.port]);
    });

    it('tells the peers of a channel, and of what they know', async () => {
        const result = await discover(client('org1'), peersOf());
        expect(peersIn(result)).to.deep.equal({
            Org1MSP: addresses('org1'),
            Org2MSP: addresses('org2'),
            Org3MSP: addresses('org3'),
        });
        const [told] = result.getMembers()?.getPeersByOrgMap().get('Org2MSP')?.getPeersList() ?? [];
        const payload = told?.getStateInfo()?.getPayload_asU8() ?? new Uint8Array();
        const properties = gossip.GossipMessage.deserializeBinary(payload).getStateInfo()?.getProperties();
        expect(properties?.getLedgerHeight()).to.be.greaterThan(0);
        expect(properties?.getChaincodesList().map((one) => one.getName())).to.include.members(['pair', 'any']);
    });

    it('tells only the peers that may hold a collection, when asked by one', async () => {
        const result = await discover(client('org1'), peersOf(interest('any', ['shared'])));
        expect(peersIn(result)).to.deep.equal({ Org1MSP: addresses('org1'), Org3MSP: addresses('org3') });
    });

    it('tells who together satisfies a chaincode’s policy', async () => {
        expect(layoutsOf(await discover(client('org1'), endorsersOf(interest('pair'))))).to.deep.equal([
            { Org1MSP: 1, Org2MSP: 1 },
        ]);
        expect(layoutsOf(await discover(client('org1'), endorsersOf(interest('most'))))).to.deep.equal([
            { Org1MSP: 1, Org2MSP: 1 },
            { Org1MSP: 1, Org3MSP: 1 },
            { Org2MSP: 1, Org3MSP: 1 },
        ]);
    });

    it('counts the policies and members of collections', async () => {
        expect(layoutsOf(await discover(client('org1'), endorsersOf(interest('any', ['shared']))))).to.deep.equal([
            { Org1MSP: 1, Org3MSP: 1 },
        ]);
        expect(layoutsOf(await discover(client('org1'), endorsersOf(interest('all', ['one']))))).to.deep.equal([
            { Org1MSP: 1 },
        ]);
    });

    it('says what it has no endorsers for', async () => {
        const problemOf = async (asked: discovery.Query): Promise<string | undefined> =>
            asPrinted((await discover(client('org1'), asked)).getError()?.getContent() ?? '');
        expect(await problemOf(endorsersOf(interest('unknown')))).to.equal(
            'failed constructing descriptor for chaincodes:{name:"unknown"}',
        );
        expect(await problemOf(endorsersOf(interest('any', ['none'])))).to.equal(
            'failed constructing descriptor for chaincodes:{name:"any" collection_names:"none"}',
        );
        // Both would have to endorse, and only one may read.
        expect(await problemOf(endorsersOf(interest('any', ['one', 'shared'])))).to.match(
            /^failed constructing descriptor for /,
        );
        expect(await problemOf(endorsersOf())).to.equal('chaincode query must have at least one chaincode interest');
        expect(await problemOf(endorsersOf(interest('')))).to.equal('chaincode name in interest cannot be empty');
        expect(await problemOf(query(() => undefined))).to.equal('unknown or missing request type');
    });

    it('is for those who sign and may write on the channel', async () => {
        const denied = async (
            asked: discovery.Query,
            spoil?: (request: discovery.SignedRequest) => void,
        ): Promise<void> => {
            const result = await discover(client('org1'), asked, spoil);
            expect(result.getError()?.getContent()).to.equal('access denied');
        };
        await denied(configuration('elsewhere'));
        await denied(configuration(), (request) => {
            request.setSignature(Buffer.alloc(70));
        });
        await denied(localPeers);
        const told = await discover(client('org1', { user: 'Admin' }), localPeers);
        expect(peersIn(told)).to.have.property('Org1MSP').that.deep.equals(addresses('org1'));
    });
});
