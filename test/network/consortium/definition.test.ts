import { dirname, join } from 'node:path';
import { type Consortium, readConsortium, SAMPLE_CONSORTIUM } from '@quartier/network';
import { expect } from 'chai';
import { smallDefinition, type Tree, withChange, writeDefinition } from './definition-file.js';

describe('the definition of a consortium', () => {
    it('describes the sample: who is on which channel, and who shares the meter data', () => {
        const sample = readConsortium(SAMPLE_CONSORTIUM);

        const channels = Object.fromEntries(sample.channels.map(({ name, organisations }) => [name, organisations]));
        expect(channels).to.deep.equal({
            energy: ['council', 'utility', 'housing'],
            mobility: ['council', 'metro', 'wheels', 'cars'],
            vehicle: ['council', 'maker', 'garage'],
            district: ['council', 'housing'],
        });
        expect(sample.organisations.map(({ mspId }) => mspId)).to.include.members(['UtilityMSP', 'GarageMSP']);
        const [energy] = sample.channels[0]!.chaincodes;
        expect(energy!.policy).to.equal("OutOf(2, 'CouncilMSP.peer', 'UtilityMSP.peer', 'HousingMSP.peer')");
        expect(energy!.collections).to.deep.equal([
            {
                name: 'meteredData',
                requiredPeerCount: 0,
                maxPeerCount: 0,
                blockToLive: 0,
                memberOnlyRead: true,
                memberOnlyWrite: true,
                policy: "OR('UtilityMSP.member', 'HousingMSP.member')",
                endorsementPolicy: { signaturePolicy: "AND('UtilityMSP.peer', 'HousingMSP.peer')" },
            },
        ]);
        expect(JSON.parse(energy!.founding!.content)).to.deep.equal({
            area: 'energy',
            organisations: {
                CouncilMSP: [],
                UtilityMSP: ['metering', 'organiser', 'settlement'],
                HousingMSP: ['organiser'],
            },
            collections: { meteredData: ['HousingMSP', 'UtilityMSP'] },
            clockToleranceSeconds: 300,
        });
    });

    it('fills in a peer, an administrator, a back office and batch settings', () => {
        const { organisations, channels } = read(smallDefinition());

        expect(organisations[0]).to.deep.equal({
            name: 'north',
            mspId: 'NorthMSP',
            domain: 'north.small.example',
            peers: [{ name: 'peer0.north.small.example' }],
            users: [
                { name: 'backoffice', unit: 'client', attributes: { 'quartier.role': 'backoffice' } },
                { name: 'Admin', unit: 'admin', attributes: {} },
            ],
        });
        expect(channels[0]!.batch).to.include({ timeoutMs: 10, maxMessages: 500 });
        expect(channels[0]!.fabric.batch).to.include({ timeoutMs: 250, maxMessages: 50 });
    });

    it('takes peers, users and batch settings as written', () => {
        const definition = smallDefinition();
        withChange(definition, 'channels.water.batch', { timeoutMs: 250, maxMessages: 50 });
        withChange(definition, 'channels.water.fabric', { batch: { maxMessages: 10 } });
        withChange(definition, 'organisations.north', {
            mspId: 'NorthMSP',
            domain: 'north.small.example',
            peers: { 'a.north.small.example': { port: 7051 }, 'b.north.small.example': null },
            users: { reader: { attributes: { 'water.level': 'read' } }, auditor: null },
        });
        const { organisations, channels } = read(definition);

        expect(channels[0]!.batch).to.include({ timeoutMs: 250, maxMessages: 50, preferredMaxBytes: 8_388_608 });
        expect(channels[0]!.fabric.batch).to.include({ timeoutMs: 250, maxMessages: 10, preferredMaxBytes: 8_388_608 });
        expect(organisations[0]!.peers).to.deep.equal([
            { name: 'a.north.small.example', port: 7051 },
            { name: 'b.north.small.example' },
        ]);
        expect(organisations[0]!.users.map(({ name, unit }) => [name, unit])).to.deep.equal([
            ['reader', 'client'],
            ['auditor', 'client'],
            ['Admin', 'admin'],
        ]);
    });

    it('resolves paths against its own folder', () => {
        const file = writeDefinition(smallDefinition());

        expect(readConsortium(file).channels[0]!.chaincodes[0]!.path).to.equal(join(dirname(file), 'chaincode'));
    });

    it('spells the founding the same, in whatever order it is written', () => {
        const turned = smallDefinition();
        withChange(turned, 'organisations', reversed(turned['organisations'] as Tree));
        withChange(turned, 'channels.water.organisations', ['south', 'north']);
        withChange(turned, 'channels.water.chaincodes.water.collections.levels', ['north', 'south']);

        expect(foundingOf(read(turned))).to.equal(foundingOf(read(smallDefinition())));
    });

    it('asks a majority of a collection with more than two members to endorse', () => {
        const definition = smallDefinition();
        withChange(definition, 'channels.water.organisations', ['north', 'south', 'east']);
        withChange(definition, 'channels.water.chaincodes.water.collections.levels', ['north', 'south', 'east']);
        const [collection] = read(definition).channels[0]!.chaincodes[0]!.collections;

        expect(collection!.endorsementPolicy).to.deep.equal({
            signaturePolicy: "OutOf(2, 'NorthMSP.peer', 'SouthMSP.peer', 'EastMSP.peer')",
        });
    });

    const water = 'channels.water.chaincodes.water';

    it('takes a collection’s own endorsement policy', () => {
        const definition = smallDefinition();
        const policy = "OR('NorthMSP.peer', 'SouthMSP.peer')";
        withChange(definition, `${water}.collections.levels`, { members: ['south', 'north'], policy });
        const [collection] = read(definition).channels[0]!.chaincodes[0]!.collections;

        expect(collection!.policy).to.equal("OR('SouthMSP.member', 'NorthMSP.member')");
        expect(collection!.endorsementPolicy).to.deep.equal({ signaturePolicy: policy });
    });

    it('gives a collection that the chaincode says nothing of the usual settings', () => {
        const definition = smallDefinition();
        withChange(definition, `${water}.collectionSettings`, undefined);
        const [collection] = read(definition).channels[0]!.chaincodes[0]!.collections;

        expect(collection).to.deep.equal({
            name: 'levels',
            requiredPeerCount: 0,
            maxPeerCount: 0,
            blockToLive: 0,
            memberOnlyRead: true,
            memberOnlyWrite: true,
            policy: "OR('SouthMSP.member', 'NorthMSP.member')",
            endorsementPolicy: { signaturePolicy: "AND('SouthMSP.peer', 'NorthMSP.peer')" },
        });
    });

    it('gives every two organisations a collection, whatever the chaincode’s policy asks for', () => {
        const definition = smallDefinition();
        withChange(definition, 'channels.water.organisations', ['north', 'south', 'east']);
        withChange(definition, `${water}.policy`, "AND('NorthMSP.peer', 'SouthMSP.peer', 'EastMSP.peer')");
        withChange(definition, `${water}.collections`, undefined);
        withChange(definition, `${water}.pairCollections`, { levels: ['south', 'north', 'east'] });
        const consortium = read(definition);
        const { collections } = consortium.channels[0]!.chaincodes[0]!;

        expect(
            collections.map(({ name, endorsementPolicy }) => [name, endorsementPolicy!.signaturePolicy]),
        ).to.deep.equal([
            ['levels_EastMSP_NorthMSP', "AND('EastMSP.peer', 'NorthMSP.peer')"],
            ['levels_EastMSP_SouthMSP', "AND('EastMSP.peer', 'SouthMSP.peer')"],
            ['levels_NorthMSP_SouthMSP', "AND('NorthMSP.peer', 'SouthMSP.peer')"],
        ]);
        expect((JSON.parse(foundingOf(consortium)) as Tree)['collections']).to.deep.equal({
            levels_EastMSP_NorthMSP: ['EastMSP', 'NorthMSP'],
            levels_EastMSP_SouthMSP: ['EastMSP', 'SouthMSP'],
            levels_NorthMSP_SouthMSP: ['NorthMSP', 'SouthMSP'],
        });
    });

    it('names a certificate authority, its registrar and the orderer, where they are asked for', () => {
        const definition = withChange(smallDefinition(), 'organisations.north.ca', {});
        withChange(definition, 'organisations.south.ca', { name: 'ca-south', port: 7054, registrar: { name: 'root' } });
        withChange(definition, 'orderer', { port: 7050 });
        const { organisations, orderer } = read(definition);

        expect(organisations.map(({ ca }) => ca)).to.deep.equal([
            { name: 'ca.north.small.example', registrar: { name: 'admin' }, affiliations: [] },
            { name: 'ca-south', port: 7054, registrar: { name: 'root' }, affiliations: [] },
            undefined,
        ]);
        expect(orderer).to.deep.equal({ name: 'orderer0.small.example', port: 7050 });
    });
});

function read(definition: Tree): Consortium {
    return readConsortium(writeDefinition(definition));
}

function foundingOf({ channels }: Consortium): string {
    return channels[0]!.chaincodes[0]!.founding!.content;
}

function reversed(tree: Tree): Tree {
    return Object.fromEntries(Object.entries(tree).reverse());
}
