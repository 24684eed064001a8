import {
    capLossParts,
    decodeNetWindow,
    decodeRecordLegsPrivate,
    evenedOut,
    findInRoster,
    findSeen,
    joinedSeen,
    ofOutcomeRuns,
    outcomeRuns,
    legContent,
    mobilityTerms,
    packLegs,
    packRoster,
    partOfLane,
    passRevenueParts,
    roomOfLane,
    SEEN_ID_WIDTH,
    seenCount,
    unpackRoster,
    withSeen,
    type LegRecord,
    type OperatorUse,
    type RosterRow,
    type SeenRecord,
    type ShareRow,
} from '@quartier/rules/mobility';
import { idFault } from '@quartier/rules/units';
import { canonicalJson } from '@quartier/rules/wire';
import { expect } from 'chai';
import fc from 'fast-check';

import { legOf } from '../../support/legs.js';
import { paris } from '../../support/paris.js';
import { refusalOf } from '../../support/refused.js';

describe('a line of credit over lanes', () => {
    const limits = fc.bigInt({ min: 0n, max: 10n ** 15n });
    const uses = fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 15n }), { minLength: 1, maxLength: 64 });

    it('is the sum of its parts, however many lanes there are', () => {
        fc.assert(
            fc.property(limits, fc.integer({ min: 1, max: 64 }), (limit, lanes) => {
                const parts = Array.from({ length: lanes }, (_, lane) => partOfLane(limit, lanes, lane));
                expect(parts.reduce((sum, part) => sum + part, 0n)).to.equal(limit);
            }),
        );
    });

    it('is moved between lanes without growing, and leaves none below nothing while there is some left', () => {
        fc.assert(
            fc.property(limits, uses, (limit, used) => {
                const moved = evenedOut(limit, used);
                expect(moved.reduce((sum, of) => sum + of, 0n)).to.equal(0n);
                const rooms = used.map((usedMicroEur, lane) =>
                    roomOfLane(limit, used.length, lane, { movedMicroEur: moved[lane] ?? 0n, usedMicroEur }),
                );
                const left = limit - used.reduce((sum, of) => sum + of, 0n);
                expect(rooms.reduce((sum, room) => sum + room, 0n)).to.equal(left);
                if (left >= 0n) expect(rooms.every((room) => room >= 0n)).to.equal(true);
            }),
        );
    });
});

describe('the set of records that a lane has seen', () => {
    const digest = (length: number): fc.Arbitrary<string> =>
        fc.string({
            unit: fc.constantFrom('A', 'B', 'a', 'b', '0', '1', '-', '_'),
            minLength: length,
            maxLength: length,
        });
    const seen: fc.Arbitrary<SeenRecord> = fc.record({
        id: digest(SEEN_ID_WIDTH),
        batch: fc.integer({ min: 0, max: 2 ** 30 }),
        position: fc.integer({ min: 0, max: 249 }),
    });

    it('is the same whether records were put in or sets joined', () => {
        fc.assert(
            fc.property(
                fc.uniqueArray(seen, { selector: ({ id }) => id, maxLength: 60 }),
                fc.nat(60),
                (records, at) => {
                    const [one, other] = [records.slice(0, at), records.slice(at)];
                    expect(joinedSeen(withSeen('', one), withSeen('', other))).to.equal(withSeen('', records));
                },
            ),
        );
    });

    it('finds what was put in, in any order and in any number of steps, and nothing else', () => {
        fc.assert(
            fc.property(
                fc.uniqueArray(seen, { selector: ({ id }) => id, maxLength: 60 }),
                fc.nat(60),
                digest(SEEN_ID_WIDTH),
                (records, at, other) => {
                    const set = withSeen(withSeen('', records.slice(0, at)), records.slice(at));
                    expect(seenCount(set)).to.equal(records.length);
                    for (const record of records) expect(findSeen(set, record.id)).to.deep.equal(record);
                    if (records.every(({ id }) => id !== other)) expect(findSeen(set, other)).to.equal(undefined);
                },
            ),
        );
    });
});

describe('a roster', () => {
    const id = fc
        .string({ unit: 'binary', minLength: 1, maxLength: 6 })
        .filter((text) => idFault(text, 128) === undefined);
    const row: fc.Arbitrary<RosterRow> = fc.tuple(
        id,
        fc.option(fc.nat(3), { nil: null }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom('p', 'q'), fc.nat(2)), { maxLength: 3 }),
    );

    it('has each subscription as it was put in, and no other', () => {
        fc.assert(
            fc.property(fc.dictionary(id, row, { maxKeys: 40 }), id, (rows, other) => {
                const packed = packRoster(rows);
                expect(unpackRoster(packed)).to.deep.equal({ ...rows });
                for (const [subscription, its] of Object.entries(rows))
                    expect(findInRoster(packed, subscription)).to.deep.equal(its);
                if (!Object.hasOwn(rows, other)) expect(findInRoster(packed, other)).to.equal(undefined);
            }),
        );
    });
});

describe('the outcomes of a batch', () => {
    const outcome = fc.record(
        {
            outcome: fc.constantFrom('recorded', 'late', 'refused', 'unchanged', 'disputed'),
            code: fc.constantFrom('A', 'B'),
        },
        { requiredKeys: ['outcome'] },
    );

    it('are kept as runs, from which each is found again', () => {
        fc.assert(
            fc.property(fc.array(outcome, { maxLength: 250 }), (outcomes) => {
                const listed = outcomes.map((one, index) => ({ index, ...one }));
                expect(ofOutcomeRuns(outcomeRuns(outcomes))).to.deep.equal(listed);
            }),
        );
        expect(outcomeRuns(Array.from({ length: 200 }, () => ({ outcome: 'recorded' as const })))).to.deep.equal([
            [200, 'recorded'],
        ]);
    });
});

describe('the content of a leg', () => {
    const full: LegRecord = {
        ...legOf({ rider: 'é "quoted" 😀' }),
        category: 'OTHER',
        evidence: 'ab'.repeat(32),
        fromZone: 'u09',
        toZone: 'u0a',
        journey: 'j',
        of: 'another',
        package: 'p',
        pauseSeconds: 1,
        reason: 'r',
        reservationSeconds: 2,
        surgePpm: 3,
        vehicle: 'v',
    };

    it('is its canonical JSON, with or without the members it may have', () => {
        expect(legContent(full)).to.equal(canonicalJson(full));
        expect(legContent(legOf())).to.equal(canonicalJson(legOf()));
    });

    it('is the same whatever order its members come in', () => {
        const reversed = Object.fromEntries(Object.entries(full).reverse()) as unknown as LegRecord;
        expect(legContent(reversed)).to.equal(legContent(full));
    });
});

describe('what operators share', () => {
    const use = (operator: string, amountMicroEur: string, rides = 1): OperatorUse => ({
        operator,
        amountMicroEur,
        durationSeconds: 600,
        distanceMetres: 1_000,
        rides,
    });
    const row = (amountMicroEur: string, ...uses: readonly OperatorUse[]): ShareRow => ({
        rider: 'rider',
        day: '2016-06-01',
        amountMicroEur,
        uses: uses.map((of) => ({ full: of, counted: of })),
    });

    it('is taken of a cap day by day, and never more than was due', () => {
        const rows = [row('3', use('A', '4'), use('B', '2')), { ...row('1', use('B', '9')), day: '2016-06-02' }];
        expect(
            capLossParts(rows, 'amount').map((part) => [part.operator, part.shareMicroEur, part.adjustmentMicroEur]),
        ).to.deep.equal([
            ['A', '2', '-2'],
            ['B', '2', '-2'],
        ]);
    });

    it('is given of a pass in place of what the pass included', () => {
        const rows = [row('10', use('A', '8', 3), use('B', '4', 1))];
        expect(
            passRevenueParts(rows, { weight: 'rides' }).map((part) => [part.shareMicroEur, part.adjustmentMicroEur]),
        ).to.deep.equal([
            ['8', '0'],
            ['2', '-2'],
        ]);
    });
});

describe('requests of the clearing', () => {
    const terms = {
        zone: paris,
        lanes: 8,
        graceSeconds: 3_600,
        disputes: { openSeconds: 1, answerSeconds: 1, mediationSeconds: 1, mediator: 'CouncilMSP' },
        statementSeconds: 1,
        paymentSeconds: 1,
        settlement: { method: 'hub', settlement: 'CouncilMSP' },
    };

    it('take terms whose zone, deadlines and settlement are whole: a settlement participant for a hub, and only for it', () => {
        expect(mobilityTerms(terms, 'terms')).to.deep.equal(terms);
        expect(mobilityTerms({ ...terms, settlement: { method: 'setOff' } }, 'terms')).to.have.property('lanes', 8);
        const wrong = [
            { ...terms, lanes: 0 },
            { ...terms, lanes: 65 },
            { ...terms, settlement: { method: 'hub' } },
            { ...terms, settlement: { method: 'direct', settlement: 'CouncilMSP' } },
            { ...terms, settlement: { method: 'ring' } },
            { ...terms, disputes: { ...terms.disputes, answerSeconds: 0 } },
            { ...terms, paymentSeconds: -1 },
            { ...terms, statementSeconds: 367 * 86_400 },
            { ...terms, zone: { ...paris, transitions: [] } },
            { ...terms, graceSeconds: 40 * 86_400 },
        ];
        for (const one of wrong)
            expect(refusalOf(() => mobilityTerms(one, 'terms')).code).to.equal('REQUEST_MALFORMED');
    });

    it('take no more legs than a batch has, and say so', () => {
        const { heads, rows } = packLegs([legOf()]);
        const legs = { heads, rows: Array.from({ length: 251 }, () => rows[0]) };
        const secret = canonicalJson({ batch: 'b', receiptKey: 'ab'.repeat(32), legs });
        expect(refusalOf(() => decodeRecordLegsPrivate(secret)).code).to.equal('MOBILITY_LEG_BATCH_TOO_LARGE');
    });

    it('name the place of what is wrong and not its value', () => {
        const { code, details } = refusalOf(() =>
            decodeNetWindow('{"window":"w","setOff":{"flows":[{"from":"secret"}]}}'),
        );
        expect(code).to.equal('REQUEST_MALFORMED');
        expect(JSON.stringify(details)).not.to.contain('secret');
    });
});
