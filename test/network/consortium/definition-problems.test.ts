import { DefinitionError, readConsortium } from '@quartier/network';
import { expect } from 'chai';
import { smallDefinition, type Tree, withChange, writeDefinition } from './definition-file.js';

describe('a definition with problems', () => {
    const water = 'channels.water.chaincodes.water';
    const refused: readonly { change: string; to: unknown; problem: RegExp; beside?: Tree }[] = [
        { change: 'name', to: 'Small', problem: /^name: "Small" is not right; write a domain/ },
        {
            change: 'color',
            to: 'blue',
            problem: /^color: unknown; the members here are name, orderer, organisations, channels$/,
        },
        { change: 'organisations', to: {}, problem: /^organisations: name at least one organisation$/ },
        { change: 'organisations.north.mspId', to: undefined, problem: /^organisations\.north\.mspId: missing; write/ },
        {
            change: 'organisations.south.mspId',
            to: 'NorthMSP',
            problem: /^organisations\.south\.mspId: NorthMSP belongs to north already; choose another$/,
        },
        { change: 'organisations.north.mspId', to: 'OrdererMSP', problem: /^organisations\.north\.mspId: .*is taken$/ },
        {
            change: 'organisations.south.domain',
            to: 'north.small.example',
            problem: /^organisations\.south\.domain: north\.small\.example belongs to north already/,
        },
        { change: 'organisations.Up', to: {}, problem: /^organisations\.Up: bad name; a name has small letters/ },
        {
            change: 'organisations.north.peers',
            to: { 'peer0.elsewhere.example': null },
            problem: /^organisations\.north\.peers\.peer0\.elsewhere\.example: a peer's host name ends in/,
        },
        {
            change: 'organisations.north.peers',
            to: { 'a.north.small.example': { port: 7051 }, 'b.north.small.example': { port: 7051 } },
            problem: /^organisations\.north\.peers: port 7051 belongs to north already/,
        },
        {
            change: 'organisations.north',
            to: {
                mspId: 'NorthMSP',
                domain: 'north.small.example',
                peers: { 'peer0.north.small.example': { port: 7051 } },
                ca: { port: 7051 },
            },
            problem: /^organisations\.north\.ca: port 7051 belongs to north already/,
        },
        {
            change: 'organisations.north.ca',
            to: { registrar: { secret: 'short' } },
            problem: /^organisations\.north\.ca\.registrar\.secret: "short" is not right; write a secret of 7/,
        },
        {
            change: 'organisations.north.ca',
            to: { affiliations: ['tenants..east'] },
            problem: /^organisations\.north\.ca\.affiliations\[0\]: .*an affiliation is names with dots/,
        },
        {
            change: 'orderer',
            to: { name: 'orderer.elsewhere.example' },
            problem: /^orderer\.name: the orderer's host name ends in the consortium's name, \.small\.example$/,
        },
        {
            change: 'organisations.north.users.backoffice.unit',
            to: 'peer',
            problem: /^organisations\.north\.users\.backoffice\.unit: "peer" is not a unit; write client or admin$/,
        },
        {
            change: 'channels.water.organisations',
            to: ['north', 'south', 'west'],
            problem:
                /^channels\.water\.organisations\[2\]: "west" is not an organisation of this consortium; there are north, south, east$/,
        },
        {
            change: 'channels.water.organisations',
            to: ['north', 'south', 'north'],
            problem: /^channels\.water\.organisations\[2\]: north is named twice/,
        },
        {
            change: 'channels.water.batch',
            to: { timeoutMs: 0 },
            problem: /^channels\.water\.batch\.timeoutMs: 0 is not right; write a whole number/,
        },
        {
            change: `${water}.version`,
            to: 1,
            problem: /^channels\.water\.chaincodes\.water\.version: 1 is not right; write a version in quotes/,
        },
        {
            change: `${water}.policy`,
            to: "MOST('NorthMSP.peer')",
            problem: /^channels\.water\.chaincodes\.water\.policy: .*; write it in Fabric's words/,
        },
        {
            change: `${water}.policy`,
            to: "OR('WestMSP.peer')",
            problem: /policy: WestMSP is not on the channel; there are NorthMSP, SouthMSP$/,
        },
        {
            change: `${water}.policy`,
            to: "OR('NorthMSP.client')",
            problem: /policy: only peers endorse; write 'NorthMSP\.peer'$/,
        },
        {
            change: `${water}.policy`,
            to: "OutOf(0, 'NorthMSP.peer')",
            problem: /policy: is satisfied by nobody at all/,
        },
        {
            change: `${water}.collections.levels`,
            to: ['north'],
            problem:
                /^channels\.water\.chaincodes\.water\.collections\.levels: a shared collection has at least two members/,
        },
        {
            change: `${water}.collections.levels`,
            to: ['north', 'east'],
            problem: /collections\.levels\[1\]: "east" is not an organisation of this channel/,
        },
        {
            change: `${water}.collections.levels`,
            to: { members: ['north', 'south'], colour: 'blue' },
            problem: /collections\.levels\.colour: unknown; the members here are members, policy, ownKeyPolicies$/,
        },
        {
            change: `${water}.collections.levels`,
            to: { members: ['north'] },
            problem: /collections\.levels\.members: a shared collection has at least two members/,
        },
        {
            change: `${water}.collections.levels`,
            to: { members: ['north', 'south'], policy: "OR('EastMSP.peer')" },
            problem:
                /collections\.levels\.policy: EastMSP is not a member of the collection; there are NorthMSP, SouthMSP$/,
        },
        {
            change: `${water}.collections.levels`,
            to: { members: ['north', 'south'], policy: "OutOf(0, 'NorthMSP.peer')" },
            problem: /collections\.levels\.policy: is satisfied by nobody at all/,
        },
        {
            change: `${water}.collections.levels`,
            to: { members: ['north', 'south'], ownKeyPolicies: 'yes' },
            problem: /collections\.levels\.ownKeyPolicies: write true or false/,
        },
        {
            change: `${water}.pairCollections.pair`,
            to: ['north'],
            problem: /pairCollections\.pair: a shared collection has at least two members/,
        },
        {
            change: `${water}.collections.pair_NorthMSP_SouthMSP`,
            to: ['north', 'south'],
            problem: /pairCollections: there is another collection pair_NorthMSP_SouthMSP; rename one$/,
            beside: { pairCollections: { pair: ['south', 'north'] } },
        },
        {
            change: 'organisations.north.mspId',
            to: 'North.MSP',
            problem: /pairCollections\.pair: bad name pair_North\.MSP_SouthMSP; a collection name has/,
            beside: { pairCollections: { pair: ['south', 'north'] } },
        },
        {
            change: `${water}.collections`,
            to: {},
            problem: /collections: the chaincode has the collection levels; name who shares it$/,
        },
        {
            change: `${water}.collectionSettings`,
            to: 'none.json',
            problem: /collectionSettings: .*none\.json cannot be read as JSON/,
        },
        {
            change: `${water}.roles`,
            to: { east: ['reader'] },
            problem: /roles\.east: east is not an organisation of this channel/,
        },
        {
            change: `${water}.roles`,
            to: undefined,
            problem: /clockToleranceSeconds: goes with roles, which are missing/,
        },
        {
            change: `${water}.clockToleranceSeconds`,
            to: undefined,
            problem: /clockToleranceSeconds: missing; write a whole number/,
        },
    ];
    for (const { change, to, problem, beside = {} } of refused) {
        it(`refuses ${change} = ${JSON.stringify(to)}`, () => {
            const definition = withChange(smallDefinition(), change, to);
            for (const [name, value] of Object.entries(beside)) withChange(definition, `${water}.${name}`, value);
            const problems = problemsOf(definition);

            expect(
                problems.filter((one) => problem.test(one)),
                problems.join('\n'),
            ).to.have.length(1);
        });
    }

    it('refuses a policy that the members of a collection cannot satisfy alone', () => {
        const definition = smallDefinition();
        withChange(definition, 'channels.water.organisations', ['north', 'south', 'east']);
        withChange(definition, `${water}.policy`, "AND('NorthMSP.peer', 'EastMSP.peer')");

        expect(problemsOf(definition)).to.deep.equal([
            'channels.water.chaincodes.water.policy: the members of the collection levels (SouthMSP, NorthMSP) ' +
                'cannot satisfy it; ask for fewer, or for them, or write ownKeyPolicies',
        ]);

        withChange(definition, `${water}.collections.levels`, { members: ['south', 'north'], ownKeyPolicies: true });
        expect(problemsOf(definition)).to.deep.equal([]);
    });

    it('names all problems at once', () => {
        const definition = smallDefinition();
        withChange(definition, 'organisations.north.mspId', 'No MSP');
        withChange(definition, 'channels.water.batch.timeoutMs', 'soon');

        expect(problemsOf(definition).join()).to.match(
            /organisations\.north\.mspId.*channels\.water\.batch\.timeoutMs/s,
        );
    });

    it('refuses a name that is given twice, text that is not YAML and a file that is not there', () => {
        expect(problemsOf('name: a.example\nname: b.example\n').join()).to.match(/unique/);
        expect(problemsOf('name: [').join()).to.not.equal('');
        expect(() => readConsortium('/nowhere/consortium.yaml')).to.throw(DefinitionError, /ENOENT/);
    });
});

function problemsOf(definition: Tree | string): readonly string[] {
    try {
        readConsortium(writeDefinition(definition));
    } catch (error) {
        if (error instanceof DefinitionError) return error.problems;
        throw error;
    }
    return [];
}
