import { ledgerVehicleClient, Refusal, vehicleCatalogue, type Area, type AreaEvent, type Call } from '@quartier/client';
import { vehicleTransactions, type EventRow, type NewVehicle, type RowOutcome } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { passportRecord } from '../../support/passport-record.js';

interface Sent extends Call {
    readonly rows: readonly unknown[];
}

interface FakeArea {
    readonly area: Area;
    readonly sent: Sent[];
    /** The most transactions that were under way at once. */
    readonly most: () => number;
}

/** An area that answers as it is told; without an answer it records every row. */
function fakeArea(
    answer: (call: Sent) => unknown = () => undefined,
    mspId = 'GarageMSP',
    events: readonly AreaEvent[] = [],
): FakeArea {
    const sent: Sent[] = [];
    let underWay = 0;
    let most = 0;
    const call = async (its: Call): Promise<unknown> => {
        const part = its.privatePart as { readonly events?: unknown[]; readonly vehicles?: unknown[] } | undefined;
        const rows = part?.events ?? part?.vehicles ?? [];
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setTimeout(resolve, 2));
        underWay -= 1;
        const one = { ...its, rows };
        const reply = answer(one);
        if (reply instanceof Error) throw reply;
        sent.push(one);
        return reply ?? { outcomes: rows.map((_, index): RowOutcome => ({ index, outcome: 'recorded' })) };
    };
    return {
        sent,
        most: () => most,
        area: {
            name: 'vehicle',
            channel: 'vehicle',
            mspId,
            evaluate: call,
            submit: call,
            consortium: () =>
                Promise.resolve({
                    area: 'vehicle',
                    organisations: { CouncilMSP: ['authority'], MakerMSP: ['maker'], GarageMSP: ['garage'] },
                    collections: {},
                    clockToleranceSeconds: 300,
                    inForce: true,
                    ratifiedBy: [],
                }),
            events: () => streamOf(events),
            standing: () => Promise.reject(new Error('not asked')),
        },
    };
}

async function* streamOf(events: readonly AreaEvent[]): AsyncGenerator<AreaEvent, void> {
    yield* await Promise.resolve(events);
}

function vehicleAt(index: number): NewVehicle {
    return {
        identity: { kind: 'serial', manufacturer: 'CYC', serial: `B-${String(index)}` },
        description: { category: 'bike', make: 'Cycle', model: 'One', energy: 'human', odometerUnit: 'km' },
    };
}

function eventOf(vehicle: number, index: number): EventRow {
    return {
        identity: { kind: 'serial', manufacturer: 'CYC', serial: `B-${String(vehicle)}` },
        event: { event: `E-${String(index)}`, day: '2026-06-03', content: { kind: 'stolen' } },
    };
}

function indices(count: number): readonly number[] {
    return Array.from({ length: count }, (_, index) => index);
}

describe('The vehicle client', () => {
    it('sends the private part to its own organisation and the authority’s alone', async () => {
        for (const [mspId, endorsers] of [
            ['GarageMSP', ['GarageMSP', 'CouncilMSP']],
            ['MakerMSP', ['MakerMSP', 'CouncilMSP']],
            ['CouncilMSP', ['CouncilMSP', 'GarageMSP']],
        ] as const) {
            const { area, sent } = fakeArea(undefined, mspId);
            await ledgerVehicleClient(area).recordAll([eventOf(1, 1)]);
            expect(sent[0]).to.deep.include({ request: {}, endorsers });
        }
    });

    it('registers a fleet by batches, the first alone, and tells each outcome at its place', async () => {
        const { area, sent, most } = fakeArea((call) =>
            call.transaction === vehicleTransactions.registerVehicles
                ? {
                      outcomes: (call.rows as NewVehicle[]).map((row, index) => ({
                          index,
                          outcome: 'recorded',
                          passport: row.identity.kind === 'serial' ? row.identity.serial : '',
                      })),
                  }
                : undefined,
        );
        const progress: number[] = [];
        const outcomes = await ledgerVehicleClient(area).registerVehicles(indices(1_999).map(vehicleAt), {
            onProgress: ({ done }) => progress.push(done),
        });
        expect(sent[0]?.rows).to.have.lengthOf(200);
        expect(sent.every(({ rows }) => rows.length <= 200)).to.equal(true);
        expect(most()).to.be.within(2, 8);
        expect(outcomes.map(({ index }) => index)).to.deep.equal(indices(1_999));
        expect(outcomes.map(({ passport }) => passport)).to.deep.equal(indices(1_999).map((at) => `B-${String(at)}`));
        expect(progress.at(-1)).to.equal(1_999);
    });

    it('records the events of one vehicle in the order given, never two batches of it at once', async () => {
        const { area, sent, most } = fakeArea();
        const rows = indices(2_400).map((index) => eventOf(index % 12, index));
        await ledgerVehicleClient(area).recordAll(rows);
        expect(most()).to.be.within(2, 8);
        for (const vehicle of indices(12)) {
            const order = sent
                .flatMap((call) => call.rows as EventRow[])
                .filter(({ identity }) => identity?.kind === 'serial' && identity.serial === `B-${String(vehicle)}`)
                .map(({ event }) => Number(event.event.slice(2)));
            expect(order)
                .to.deep.equal(order.toSorted((left, right) => left - right))
                .and.have.lengthOf(200);
        }
    });

    it('halves a batch that is too large to write, as often as it takes', async () => {
        const { area, sent } = fakeArea(({ rows }) =>
            rows.length > 30 ? new Refusal('VEHICLE_TRANSACTION_TOO_LARGE', {}, vehicleCatalogue) : undefined,
        );
        const outcomes = await ledgerVehicleClient(area).recordAll(indices(100).map((at) => eventOf(1, at)));
        expect(sent.map(({ rows }) => rows.length)).to.deep.equal([25, 25, 25, 25]);
        expect(outcomes.map(({ index }) => index)).to.deep.equal(indices(100));
    });

    it('throws the refusal of a single event', async () => {
        const outcomes = [{ index: 0, outcome: 'refused', code: 'VEHICLE_SCRAPPED', details: {} }];
        const refused = await ledgerVehicleClient(fakeArea(() => ({ outcomes })).area)
            .record(eventOf(1, 1))
            .catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(Refusal).with.property('code', 'VEHICLE_SCRAPPED');
    });

    it('gives every event of a history once, also of those that move to a page while it reads', async () => {
        const all = indices(130).map((at) => ({ event: `G:${String(at)}` }));
        const { area } = fakeArea(({ transaction, request }) => {
            if (transaction === vehicleTransactions.getPassport) {
                return { ...passportRecord(), eventCount: 130, events: all.slice(100) };
            }
            const { page } = request as { readonly page: number };
            // By now thirty more have moved to a page of their own.
            return { events: all.slice(page * 50, (page + 1) * 50), pages: 3 };
        });
        const told: string[] = [];
        for await (const { event } of ledgerVehicleClient(area).history('p')) told.push(event);
        expect(told).to.deep.equal(all.map(({ event }) => event));
    });

    it('erases in as many transactions as it takes', async () => {
        const replies = [
            { purgedValues: 900, more: true },
            { purgedValues: 12, more: false },
        ];
        const { area, sent } = fakeArea(() => replies.shift());
        expect(await ledgerVehicleClient(area).erase('p')).to.equal(912);
        expect(sent).to.have.lengthOf(2);
    });

    it('feeds what changed, a transaction at a time, and nothing of decisions', async () => {
        const event = (name: string, payload: object, block: number): AreaEvent => ({
            name,
            payload,
            transactionId: `t${String(block)}`,
            blockNumber: BigInt(block),
            checkpoint: { blockNumber: String(block), transactionId: `t${String(block)}` },
        });
        const { area } = fakeArea(undefined, 'GarageMSP', [
            event('VehicleVehiclesRegistered', { passports: ['a', 'b'], by: 'MakerMSP' }, 1),
            event('ConsortiumDecisionAdopted', { decision: 'd' }, 2),
            event(
                'VehiclePassportsChanged',
                { changes: [{ passport: 'a', kinds: ['service'], outcome: 'illogical' }] },
                3,
            ),
            event('VehicleErased', { passport: 'b' }, 4),
        ]);
        const told = [];
        for await (const { blockNumber, changes } of ledgerVehicleClient(area).changes()) {
            told.push(...changes.map(({ passport, change, outcome }) => [blockNumber, passport, change, outcome]));
        }
        expect(told).to.deep.equal([
            [1n, 'a', 'registered', undefined],
            [1n, 'b', 'registered', undefined],
            [3n, 'a', 'events', 'illogical'],
            [4n, 'b', 'erased', undefined],
        ]);
    });
});
