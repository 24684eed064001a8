import { canonicalJson } from '@quartier/rules/wire';
import { expect } from 'chai';

import { recorded } from '../../support/energy-client.js';
import { guessed, hashesOf, keyGuesses, publicTexts, valueGuesses, valuesIn } from '../../support/guesses.js';
import { readBlocks, readStoredLedger, shownTransactions, type ShownTransaction } from '../../support/ledger-blocks.js';
import { plainGateway } from '../../support/plain-gateway.js';
import { engines, startNetwork, type BackOffice, type RunningNetwork } from '../../support/programs.js';
import { haystack, SHORTEST, slicesOf, type Haystack } from '../../support/secrets.js';
import { FEWEST_DIGITS, secretsOf, settleMonth, useTheRest, type Secrets } from './secret-month.js';

for (const engine of engines()) {
    describe(`What others see of a month (${engine})`, function () {
        this.timeout(240_000);
        let network: RunningNetwork;
        let secrets: Secrets;
        let transactions: readonly ShownTransaction[];
        let shown: Haystack;

        before(async () => {
            network = await startNetwork(engine);
            const utility = network.office('utility');
            await settleMonth(utility);
            await useTheRest(network);
            secrets = await secretsOf(utility, network.office('council'));

            const council = await plainGateway(network.office('council').profile);
            const blocks = await readBlocks(council.gateway, 'energy', await blockOfErasure(utility));
            council.close();
            // On Fabric the blocks also tell how the chaincode was deployed.
            transactions = blocks.flatMap(shownTransactions).filter(({ chaincode }) => chaincode === 'energy');
            shown = haystack(blocks.map((block) => block.serializeBinary()));
        });
        after(() => network.remove());

        it('are all transactions of the energy area, with ids and public figures', () => {
            expect(new Set(transactions.map(({ args }) => args[0]?.toString()))).to.have.all.keys(
                ...['consortium:Ratify', 'energy:CreateCommunity', 'energy:SetParameters', 'energy:SetPrice'],
                ...['energy:AddMembers', 'energy:EndMembership', 'energy:EraseMember', 'energy:DeliverCurves'],
                ...['energy:SettleDays', 'energy:IssueStatement'],
            );
            expect(shown.found(['confluence', 'EnergyDaysSettled', 'keyed-privacy'])).to.have.lengthOf(3);
            expect([...shown.numbers(FEWEST_DIGITS)]).to.include.members(['82000', '145868']);
        });

        it('would be found in hexadecimal and in base64, wherever in it a secret begins', () => {
            for (const secret of [...secrets.texts].slice(0, 20)) {
                const bytes = ['', '.', '..'].map((before) => Buffer.from(`${before}${secret}, and more`));
                const encodings = bytes.flatMap((its) =>
                    (['hex', 'base64', 'base64url'] as const).map((encoding) => Buffer.from(its.toString(encoding))),
                );
                for (const encoded of [...bytes, ...encodings]) {
                    expect(haystack([encoded]).found([secret]), encoded.toString()).not.to.deep.equal([]);
                }
            }
        });

        it('are not so much as the names of what was transient', () => {
            expect(transactions.flatMap(({ transientNames }) => transientNames)).to.deep.equal([]);
        });

        it('are no meter, no name, no pseudonym of one who has no price of his own', () => {
            expect(secrets.texts.size).to.be.greaterThan(60);
            expect(shown.found(secrets.texts)).to.deep.equal([]);
        });

        it('are no readings, neither packed nor written out, nor a slice of them', () => {
            expect(secrets.slices.size).to.be.greaterThan(50_000);
            expect(shown.found(secrets.slices)).to.deep.equal([]);
        });

        it('are no energy, amount or payment of a member, by the day or by the month', () => {
            expect(secrets.numbers.size).to.be.greaterThan(1_000);
            const numbers = shown.numbers(FEWEST_DIGITS);
            expect([...secrets.numbers].filter((number) => numbers.has(number))).to.deep.equal([]);
            expect(shown.found([...secrets.numbers].filter(({ length }) => length >= SHORTEST + 1))).to.deep.equal([]);
        });

        it('are hashes that no guess meets', () => {
            const hashes = hashesOf(transactions);
            expect(hashes.size).to.be.greaterThan(100);
            const public_ = publicTexts(transactions);
            expect(guessed(hashes, public_)).to.deep.equal([]);
            expect(guessed(hashes, secrets.texts)).to.deep.equal([]);
            expect(guessed(hashes, keyGuesses(secrets.keyWords))).to.deep.equal([]);
            const salts = transactions.map(({ txId }) => txId);
            for (const record of secrets.records) {
                expect(guessed(hashes, valueGuesses(record, salts))).to.deep.equal([]);
            }
        });

        it('is not what the network says of itself on its standard error', () => {
            const log = haystack([Buffer.from(network.program().errors())]);
            expect(log.found(secrets.texts)).to.deep.equal([]);
            expect(log.found(secrets.slices)).to.deep.equal([]);
        });

        it('is nothing private to an organisation outside the collection, whichever peer it asks', async () => {
            const council = network.office('council').profile;
            for (const through of ['council', 'utility', 'housing']) {
                const asked = await plainGateway(council, network.office(through).profile);
                const contract = asked.gateway.getNetwork('energy').getContract('energy');
                for (const [transaction, request, transient] of PRIVATE_QUERIES) {
                    for (const targets of [[], ['CouncilMSP'], ['UtilityMSP'], ['HousingMSP']]) {
                        const answer = await contract
                            .newProposal(transaction, {
                                arguments: [canonicalJson(request)],
                                ...(transient === undefined ? {} : { transientData: { private: transient } }),
                                ...(targets.length === 0 ? {} : { endorsingOrganizations: targets }),
                            })
                            .evaluate()
                            .then(String, failureText);
                        expect(answer, `${transaction} at ${through} for ${targets.join()}`).to.contain(
                            'CONSORTIUM_COLLECTION_CLOSED {"collection":"meteredData"',
                        );
                        expect(haystack([Buffer.from(answer)]).found(secrets.texts)).to.deep.equal([]);
                    }
                }
                asked.close();
            }
        });

        it('is no private data beside the blocks, but to a member of the collection', async () => {
            expect(await privateWritesSeenBy('council')).to.equal(0);
            expect(await privateWritesSeenBy('utility')).to.be.at.least(10);
        });

        async function privateWritesSeenBy(organisation: string): Promise<number> {
            const asking = await plainGateway(network.office(organisation).profile);
            const last = await blockOfErasure(network.office('utility'));
            const events = await asking.gateway.getNetwork('energy').getBlockAndPrivateDataEvents({ startBlock: 0n });
            let writes = 0;
            for await (const event of events) {
                for (const [, set] of event.getPrivateDataMapMap().entries()) {
                    for (const namespace of set.getNsPvtRwsetList())
                        if (namespace.getNamespace() === 'energy')
                            writes += namespace.getCollectionPvtRwsetList().length;
                }
                if (BigInt(event.getBlock()?.getHeader()?.getNumber() ?? 0) >= last) break;
            }
            events.close();
            asking.close();
            return writes;
        }

        it('is nothing private in what every peer keeps on disk, and what is private on disk meets no hash unsalted', async () => {
            await network.stop();
            const { shared, privateRecords } = await readStoredLedger(network, 'energy');
            const disk = haystack(shared);
            expect(disk.found(['confluence'])).to.have.lengthOf(1);
            for (const texts of [secrets.texts, secrets.slices]) expect(disk.found(texts)).to.deep.equal([]);
            if (engine !== 'embedded') return;

            expect(privateRecords.length).to.be.greaterThan(60);
            const hashes = hashesOf(transactions);
            const keys = privateRecords.map(({ key }) => key);
            // The hashes in the blocks are those of these very keys: who has them meets every one.
            expect(guessed(hashes, keys)).to.deep.equal(keys);
            expect(disk.found(keys)).to.deep.equal([]);
            for (const { value } of privateRecords) {
                const stored = JSON.parse(value.toString()) as { record?: unknown };
                const texts = valuesIn(stored).filter((text) => text.length > 8 && !secrets.open.has(text));
                expect(disk.found(texts)).to.deep.equal([]);
                for (const text of texts) expect(disk.found(slicesOf(text, 8, 5))).to.deep.equal([]);
                expect(guessed(hashes, valueGuesses(stored.record ?? null, ['salt']))).to.deep.equal([]);
            }
        });
    });
}

const MONTH = { community: 'confluence', month: '2016-06' };
/** Evaluations that answer from the collection. */
const PRIVATE_QUERIES: readonly (readonly [string, object, string?])[] = [
    ['energy:GetStatement', MONTH],
    ['energy:ListMembers', { community: 'confluence', page: 0 }],
    ['energy:ListDeliveries', { ...MONTH, page: 0 }],
    ['energy:DayGaps', { community: 'confluence', day: '2016-06-01' }],
    [
        'energy:ListSupplies',
        { community: 'confluence', from: '2016-06-01', to: '2016-06-30' },
        canonicalJson({ meter: 'S015-L29' }),
    ],
];

function failureText(error: unknown): string {
    const { message, details = [] } = error as { message: string; details?: readonly { readonly message: string }[] };
    return [message, ...details.map((detail) => detail.message)].join('\n');
}

/** The last block: the erasure is the last transaction. */
function blockOfErasure({ profile }: BackOffice): Promise<bigint> {
    return recorded(profile, { event: 'EnergyMemberErased', community: 'keyed-privacy' });
}
