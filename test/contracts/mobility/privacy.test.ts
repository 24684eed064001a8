import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { mobilityTransactions as t, type LegRecord, type ListedLeg, type WindowRecord } from '@quartier/rules/mobility';
import { expect } from 'chai';

import type { AreaNetwork } from '../../support/area-network.js';
import { guessed, hashesOf, valueGuesses } from '../../support/guesses.js';
import { readBlocks, readStoredLedger, shownTransactions, type ShownTransaction } from '../../support/ledger-blocks.js';
import {
    codeOf,
    mspIds,
    newId,
    prepareClearing,
    utcDayOf,
    type Operator,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';
import { startMobilityNetwork } from '../../support/mobility-network.js';
import { plainGateway } from '../../support/plain-gateway.js';
import { haystack } from '../../support/secrets.js';

/** What wheels and metro have between them: nothing of it is for cars or the council. */
const SECRET_LEGS = 37;

describe('what others see of two that clear with each other', function () {
    this.timeout(180_000);
    let dataDir: string;
    let network: AreaNetwork;
    let its: PreparedClearing;
    let window: WindowRecord;
    let legs: readonly LegRecord[];
    let listed: readonly ListedLeg[];
    let subscription: string;
    let transactions: readonly ShownTransaction[];
    let secrets: ReadonlySet<string>;
    let amounts: ReadonlySet<string>;

    before(async () => {
        dataDir = await mkdtemp(path.join(tmpdir(), 'quartier-privacy-'));
        network = await startMobilityNetwork({ dataDir });
        its = await prepareClearing(network, { settlement: { method: 'hub', settlement: mspIds.council } });
        const { clearing } = its;
        window = await clearing.openWindow(4);
        subscription = `subscription of a secret rider ${newId('s')}`;
        const plan = { plan: 'district', version: 1 };
        const rider = `rider of ${subscription}`;
        const history = [
            { from: 0, state: 'DRAFT', plan },
            { from: 1, state: 'ACTIVE', plan },
        ] as const;
        for (const operator of ['wheels', 'cars'] as const)
            await clearing.subscribe(['metro', operator], { subscription, rider, history, expiresAt: null });
        legs = Array.from({ length: SECRET_LEGS }, (_, index) =>
            its.ride(['wheels', 'metro'], subscription, {
                leg: `a secret leg ${newId('l')}`,
                journey: `a secret journey ${String(index)}`,
                fromZone: 'u09tvw0secret',
            }),
        );
        await clearing.record(['wheels', 'metro'], legs);
        await recordSome(['cars', 'metro'], subscription, 2);
        await recordSome(['cars', 'wheels'], await its.subscriber(['wheels', 'cars']), 3);
        await clearing.between(['wheels', 'metro'], t.authorise, {
            privatePart: { authorisation: 'a secret unlock', subscription, mode: 'bike' },
        });
        const [first] = legs;
        await clearing.between(['metro', 'wheels'], t.openDispute, {
            privatePart: {
                dispute: 'a secret dispute',
                operator: 'WheelsMSP',
                leg: first?.leg,
                day: utcDayOf(first?.end ?? 0),
                claimedMicroEur: '1230000',
                reason: 'a secret reason',
            },
        });
        await clearing.close(window);
        await clearing.openWindow(3_600);
        await clearing.agreeAll(window.window);
        const { hash } = await clearing.net(window.window);
        await clearing.submit('metro', t.signWindow, { window: window.window, revision: 1, hash });
        listed = (await clearing.legs('metro', 'wheels', window.window)).legs;

        const cars = await plainGateway(network.profiles['cars'] ?? '');
        transactions = (await readBlocks(cars.gateway, 'mobility', await lastBlock(cars.gateway)))
            .flatMap(shownTransactions)
            .filter(({ chaincode }) => chaincode === 'mobility');
        cars.close();
        secrets = new Set([
            subscription,
            rider,
            'a secret unlock',
            'a secret dispute',
            'a secret reason',
            'u09tvw0secret',
            ...legs.flatMap(({ leg, journey = '' }) => [leg, journey]),
            ...listed.map(({ digest }) => digest),
        ]);
        // What two owe each other, with and without the disputed leg.
        amounts = new Set(['74000000', '72000000', '6000000', '4000000', '1230000', '1000000000']);
    });
    after(() => rm(dataDir, { recursive: true, force: true }));

    async function recordSome(pair: readonly [Operator, Operator], of: string, count: number): Promise<void> {
        await its.clearing.record(
            pair,
            Array.from({ length: count }, () => its.ride(pair, of)),
        );
    }

    async function lastBlock(gateway: Parameters<typeof readBlocks>[0]): Promise<bigint> {
        const events = await gateway.getNetwork('mobility').getChaincodeEvents('mobility', { startBlock: 0n });
        let last = 0n;
        for await (const { blockNumber, eventName } of events) {
            last = blockNumber;
            if (eventName === 'MobilityWindowSigned') break;
        }
        events.close();
        return last;
    }

    it('are transactions that name the two, a window and nothing else', () => {
        const between = transactions.filter(({ args }) => {
            const request = args[1]?.toString() ?? '';
            return request.startsWith('{') && 'with' in (JSON.parse(request) as object);
        });
        expect(between.length).to.be.greaterThan(15);
        for (const { args, reply, eventPayload, transientNames } of between) {
            expect(transientNames).to.deep.equal([]);
            expect(Object.keys(JSON.parse(args[1]?.toString() ?? '') as object)).to.satisfy((names: string[]) =>
                names.every((name) => ['window', 'with'].includes(name)),
            );
            expect(reply.toString()).to.match(/^\{"done":true(?:,"receipt":"[0-9a-f]{64}")?\}$/u);
            const payload = eventPayload.length === 0 ? {} : (JSON.parse(eventPayload.toString()) as object);
            expect(Object.keys(payload)).to.satisfy((names: string[]) =>
                names.every((name) => ['by', 'with', 'window'].includes(name)),
            );
        }
    });

    it('are receipts that differ where what became of two batches does not', () => {
        const receipts = transactions.map(({ reply }) => reply.toString()).filter((reply) => reply.includes('receipt'));
        expect(receipts.length).to.be.greaterThan(2);
        expect(new Set(receipts).size).to.equal(receipts.length);
    });

    it('are no leg, rider, journey, dispute, digest or amount of theirs in any block', () => {
        const shown = haystack(
            transactions.flatMap((of) => [
                ...of.args,
                of.reply,
                of.eventPayload,
                ...of.publicWrites.flatMap(({ key, value }) => [Buffer.from(key), value]),
                ...of.publicReads.map((key) => Buffer.from(key)),
            ]),
        );
        expect(shown.found([window.window])).not.to.deep.equal([]);
        expect(shown.found(secrets)).to.deep.equal([]);
        const numbers = shown.numbers(5);
        expect([...amounts].filter((amount) => numbers.has(amount))).to.deep.equal([]);
        // The nets are public, and only they are.
        expect([...numbers]).to.include.members(['76000000', '66000000', '10000000']);
    });

    it('are hashes that no guess meets', () => {
        const hashes = hashesOf(transactions);
        expect(hashes.size).to.be.greaterThan(50);
        expect(guessed(hashes, secrets)).to.deep.equal([]);
        for (const { record } of listed) {
            expect(guessed(hashes, valueGuesses(record, ['', window.window]))).to.deep.equal([]);
        }
        const commitments = transactions.flatMap(({ publicWrites }) =>
            publicWrites.map(({ value }) => value.toString()),
        );
        expect(commitments.join()).to.contain('commitment');
    });

    it('is nothing by query: a third one has only what it shares itself', async () => {
        const { clearing } = its;
        const { legs: ofCars } = await clearing.legs('cars', 'wheels', window.window);
        expect(ofCars.map(({ record }) => record.operator)).to.deep.equal(['CarsMSP', 'CarsMSP', 'CarsMSP']);
        const [first] = legs;
        const request = {
            with: mspIds.wheels,
            operator: mspIds.wheels,
            leg: first?.leg,
            day: utcDayOf(first?.end ?? 0),
        };
        expect(await codeOf(clearing.evaluate('cars', t.getLeg, request))).to.equal('MOBILITY_LEG_UNKNOWN');
        expect(await codeOf(clearing.evaluate('council', t.getLeg, request))).to.equal('MOBILITY_PAIR_NOT_OPEN');
        expect(await codeOf(clearing.evaluate('cars', t.getLeg, { ...request, with: mspIds.cars }))).to.equal(
            'MOBILITY_PAIR_NONE',
        );
    });

    it('is nothing in what every peer keeps on disk, and salted in what the two keep', async () => {
        await network.stop();
        const { shared, privateRecords } = await readStoredLedger({ engine: 'embedded', dataDir }, 'mobility');
        const disk = haystack(shared);
        expect(disk.found([window.window])).not.to.deep.equal([]);
        expect(disk.found(secrets)).to.deep.equal([]);
        expect(privateRecords.length).to.be.greaterThan(30);
        const hashes = hashesOf(transactions);
        for (const { value } of privateRecords) {
            const { record } = JSON.parse(value.toString()) as { readonly record?: unknown };
            expect(guessed(hashes, valueGuesses(record ?? null, ['salt']))).to.deep.equal([]);
        }
    });
});
