import { expect } from 'chai';

import {
    mobilityTransactions as t,
    type GetSharePartsReply,
    type LegRecord,
    type OperatorUse,
    type SharePart,
    type ShareRecord,
    type ShareRow,
    type WindowRecord,
} from '@quartier/rules/mobility';

import type { AreaNetwork } from '../../support/area-network.js';
import {
    codeOf,
    collectionKey,
    mspIds,
    newId,
    prepareClearing,
    utcDayOf,
    type Operator,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';
import { startMobilityNetwork } from '../../support/mobility-network.js';

/** A rider of metro's plan rode with wheels for 4 EUR and with cars for 2 EUR on one day; the cap of the day is 3 EUR. */
describe('what a seller and its operators share of a window', function () {
    this.timeout(120_000);
    let network: AreaNetwork;
    let its: PreparedClearing;
    let window: WindowRecord;
    let rider: string;
    let day: string;
    const uses: Partial<Record<Operator, OperatorUse>> = {};

    before(async () => {
        network = await startMobilityNetwork();
        its = await prepareClearing(network);
        window = await its.clearing.openWindow(3);
        const subscription = await its.subscriber(['metro', 'wheels']);
        rider = `rider of ${subscription}`;
        const plan = { plan: 'district', version: 1 };
        const history = [
            { from: 0, state: 'DRAFT', plan },
            { from: 1, state: 'ACTIVE', plan },
        ] as const;
        await its.clearing.subscribe(['metro', 'cars'], { subscription, rider, history, expiresAt: null });
        for (const [operator, count] of [
            ['wheels', 2],
            ['cars', 1],
        ] as const) {
            const legs = Array.from({ length: count }, () => its.ride([operator, 'metro'], subscription));
            await its.clearing.record([operator, 'metro'], legs);
            uses[operator] = useOf(legs);
            day = utcDayOf(legs[0]?.start ?? 0);
        }
        await its.clearing.close(window);
        await its.clearing.openWindow(3_600);
    });
    after(() => network.stop());

    function useOf(legs: readonly LegRecord[]): OperatorUse {
        const [first] = legs;
        if (first === undefined) throw new Error('no leg');
        return {
            operator: first.operator,
            amountMicroEur: String(legs.length * Number(first.totalMicroEur)),
            durationSeconds: legs.length * first.durationSeconds,
            distanceMetres: legs.length * first.distanceMetres,
            rides: legs.length,
        };
    }
    function rowOf(other: Partial<ShareRow> = {}, changed: Partial<OperatorUse> = {}): ShareRow {
        const { wheels, cars } = uses;
        if (wheels === undefined || cars === undefined) throw new Error('nobody rode');
        const false_ = { ...wheels, ...changed };
        return {
            rider,
            day,
            amountMicroEur: '3000000',
            uses: [
                { full: false_, counted: false_ },
                { full: cars, counted: cars },
            ],
            ...other,
        };
    }
    async function share(rows: readonly ShareRow[], id = newId('share')): Promise<ShareRecord> {
        return (await its.clearing.between(['metro', 'council'], t.shareCapLoss, {
            request: { share: id, window: window.window },
            privatePart: { collectionKey: collectionKey(), weight: 'amount', rows },
        })) as ShareRecord;
    }
    async function partOf(
        id: string,
        operator: Operator,
    ): Promise<{ readonly part: SharePart; readonly salt: string }> {
        const request = { share: id, with: mspIds.council };
        const { parts } = await its.clearing.evaluate<GetSharePartsReply>('metro', t.getShareParts, request);
        const found = parts.find(({ part }) => part.operator === mspIds[operator]);
        if (found === undefined) throw new Error(`no part of ${operator}`);
        return found;
    }
    const post = (id: string, operator: Operator, part: object): Promise<unknown> =>
        its.clearing.between(['metro', operator], t.postShare, { request: { share: id }, privatePart: part });
    async function owedTo(operator: Operator): Promise<bigint> {
        const { positions } = await its.clearing.position('metro', operator);
        return BigInt(positions.find(({ creditor }) => creditor === mspIds[operator])?.owedMicroEur ?? '');
    }

    it('is false amounts refused by the operator, whose own legs say otherwise', async () => {
        const { share: id } = await share([rowOf({}, { amountMicroEur: '3000000', rides: 1 })]);
        expect(await codeOf(post(id, 'wheels', await partOf(id, 'wheels')))).to.equal('MOBILITY_SHARE_INVALID');
    });

    it('is the loss of a cap: split by what was due, hidden in public, shown to each operator alone', async () => {
        const { share: id, parts, kind } = await share([rowOf()]);
        expect(kind).to.equal('capLoss');
        expect(Object.keys(parts)).to.deep.equal(['CarsMSP', 'WheelsMSP']);
        expect(await share([rowOf()], id)).to.include({ share: id });
        expect(await codeOf(share([rowOf({ amountMicroEur: '2000000' })], id))).to.equal('MOBILITY_SHARE_EXISTS');

        const before = { wheels: await owedTo('wheels'), cars: await owedTo('cars') };
        const ofWheels = await partOf(id, 'wheels');
        expect(ofWheels.part.shareMicroEur).to.equal('2000000');
        const less = { ...ofWheels, part: { ...ofWheels.part, shareMicroEur: '1', adjustmentMicroEur: '-1' } };
        expect(await codeOf(post(id, 'wheels', less))).to.equal('MOBILITY_SHARE_INVALID');
        expect(await codeOf(post(id, 'wheels', await partOf(id, 'cars')))).to.equal('MOBILITY_SHARE_INVALID');
        for (const operator of ['wheels', 'cars'] as const) {
            await post(id, operator, await partOf(id, operator));
            await post(id, operator, await partOf(id, operator));
        }
        expect((await owedTo('wheels')) - before.wheels).to.equal(-2_000_000n);
        expect((await owedTo('cars')) - before.cars).to.equal(-1_000_000n);
        expect(
            await codeOf(its.clearing.evaluate('wheels', t.getShareParts, { share: id, with: mspIds.council })),
        ).to.equal('MOBILITY_SHARE_UNKNOWN');
    });

    it('is shared once: the same day of a rider is not taken a second time', async () => {
        const { share: id } = await share([rowOf()]);
        expect(await codeOf(post(id, 'wheels', await partOf(id, 'wheels')))).to.equal('MOBILITY_SHARE_INVALID');
    });

    it('is the revenue of a pass, which takes the place of what it included', async () => {
        const id = newId('share');
        const { day: _day, ...row } = rowOf({ amountMicroEur: '1500000' });
        await its.clearing.between(['metro', 'council'], t.sharePassRevenue, {
            request: { share: id, window: window.window },
            privatePart: { collectionKey: collectionKey(), split: { weight: 'rides' }, rows: [row] },
        });
        const before = await owedTo('wheels');
        const own = await partOf(id, 'wheels');
        expect(own.part).to.include({ shareMicroEur: '1000000', adjustmentMicroEur: '-3000000' });
        await post(id, 'wheels', own);
        expect((await owedTo('wheels')) - before).to.equal(-3_000_000n);
    });

    it('is not of a window that still takes legs', async () => {
        const open = (await its.clearing.lastWindow())?.window ?? '';
        const early = its.clearing.between(['metro', 'council'], t.shareCapLoss, {
            request: { share: newId('share'), window: open },
            privatePart: { collectionKey: collectionKey(), weight: 'amount', rows: [rowOf()] },
        });
        expect(await codeOf(early)).to.equal('MOBILITY_WINDOW_STATE');
    });
});
