import { type Judgement } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { car, flagsOf, judged, pairsOf, rising, says, type Row } from './readings-of.js';

describe('The judgement of a mileage', () => {
    it('is logical where every reading is as high as the one before', () => {
        const judgement = judged(rising);
        expect(says(judgement)).to.equal('logical RISING 00');
        expect(judgement).to.deep.include({ pairs: [], flags: [], distanceM: '30000000', lastReadingM: '30000000' });
    });

    it('is illogical where a reading falls and stays low, and names the two', () => {
        const judgement = judged([
            ['2018-01-01', 0],
            ['2021-06-01', 120_000],
            ['2023-06-01', 180_000],
            ['2023-09-01', 90_000],
            ['2024-03-01', 97_000],
        ]);
        expect(says(judgement)).to.equal('illogical LOWER_READING 04');
        expect(pairsOf(judgement)).to.deep.equal(['e3>e4']);
        expect(judgement.distanceM).to.equal(undefined);
        expect(judgement.lastReadingM).to.equal('97000000');
    });

    it('is illogical as soon as the last reading is lower', () => {
        expect(pairsOf(judged([...rising, ['2022-06-01', 20_000]]))).to.deep.equal(['e3>e4']);
    });

    it('does not take a sale of a high mileage for a slip of the hand, though little is known before it', () => {
        const judgement = judged([
            ['2018-01-01', 0],
            ['2023-06-01', 180_000],
            ['2023-09-01', 90_000],
        ]);
        expect(pairsOf(judgement)).to.deep.equal(['e2>e3']);
    });

    it('tolerates a fall of less than 100 km (RDW) and counts small ones together', () => {
        const slightly = judged([...rising, ['2022-02-01', 29_901]]);
        expect([says(slightly), ...flagsOf(slightly)]).to.deep.equal(['logical RISING 00', 'WITHIN_TOLERANCE:e3,e4']);
        expect(judged([...rising, ['2022-02-01', 29_900]]).outcome).to.equal('illogical');
        const slowly = judged([...rising, ['2022-02-01', 29_950], ['2022-03-01', 29_900]]);
        expect(pairsOf(slowly)).to.deep.equal(['e3>e5']);
    });

    it('counts falls from the day that the organisations decided (RDW: 2014)', () => {
        const falls: readonly Row[] = [
            ['2012-01-01', 100_000],
            ['2013-12-31', 50_000],
            ['2015-01-01', 60_000],
        ];
        expect(judged(falls)).to.deep.include({ outcome: 'logical', pairs: [] });
        expect(judged(falls).distanceM).to.equal(undefined);
        expect(judged(falls, {}, { countedFrom: '2013-12-31' }).outcome).to.equal('illogical');
    });

    it('flags a figure out of reach between two that go on, and explains the fall after it', () => {
        const judgement = judged([
            ['2020-01-01', 10_000],
            ['2021-01-01', 20_000],
            ['2021-06-01', 300_000],
            ['2022-01-01', 30_000],
        ]);
        expect([says(judgement), ...flagsOf(judgement)]).to.deep.equal(['logical RISING 00', 'SPIKE:e3']);
        expect(judgement.distanceM).to.equal('30000000');
    });

    it('does not explain what two readings say', () => {
        const twice: readonly Row[] = [
            ['2020-01-01', 10_000],
            ['2021-06-01', 300_000],
            ['2021-06-02', 300_000],
            ['2022-01-01', 30_000],
        ];
        expect(judged(twice).outcome).to.equal('illogical');
    });

    it('flags one low figure between two that go on', () => {
        const judgement = judged([
            ['2020-01-01', 100_000],
            ['2021-01-01', 11_500],
            ['2022-01-01', 130_000],
        ]);
        expect([says(judgement), ...flagsOf(judgement)]).to.deep.equal(['logical RISING 00', 'DIP:e2']);
    });

    it('does not explain slip after slip: that is two vehicles under one number', () => {
        const clone = [150_000, 20_000, 151_000, 20_500, 152_000].map((value, index): Row => [
            `2021-0${index + 1}-01`,
            value,
        ]);
        expect(judged(clone.slice(0, 3)).outcome).to.equal('logical');
        expect(pairsOf(judged(clone))).to.deep.equal(['e1>e2', 'e3>e4']);
    });

    it('takes the readings of one day as a set: one order that rises is enough', () => {
        expect(
            judged([
                ['2020-01-01', 500],
                ['2021-01-01', 900],
                ['2021-01-01', 700],
            ]).outcome,
        ).to.equal('logical');
        const between = judged([
            ['2020-01-01', 800],
            ['2021-01-01', 900],
            ['2021-01-01', 600],
            ['2022-01-01', 950],
        ]);
        expect(flagsOf(between)).to.deep.equal(['DIP:e3']);
    });

    it('judges again what is told late', () => {
        expect(judged([...rising, ['2020-06-01', 40_000]]).outcome).to.equal('illogical');
        expect(judged([...rising, ['2020-06-01', 9_000]]).outcome).to.equal('logical');
    });

    it('passes over readings that a correction took out', () => {
        const judgement = judged([...rising, ['2022-06-01', 3_100, { voidedBy: 'c' }], ['2022-06-01', 31_000]]);
        expect(judgement).to.deep.include({ outcome: 'logical', flags: [], distanceM: '31000000' });
    });
});

describe('Rates that the judgement flags', () => {
    it('are more than can be driven between two readings', () => {
        const judgement = judged([
            ['2020-01-01', 0],
            ['2020-01-01', 2_000],
            ['2020-01-02', 6_001],
        ]);
        expect([judgement.outcome, ...flagsOf(judgement)]).to.deep.equal(['logical', 'IMPROBABLE_RATE:e2,e3']);
    });

    it('are more than can be driven in a year, quarter by quarter', () => {
        const quarters = ['2020-01-01', '2020-03-31', '2020-06-29', '2020-09-27', '2020-12-26'];
        const driven = (kilometres: number): Judgement =>
            judged(quarters.map((day, index): Row => [day, index * kilometres]));
        expect(flagsOf(driven(50_000))).to.deep.equal([]);
        expect(flagsOf(driven(54_000))).to.deep.equal(['IMPROBABLE_RATE:e1,e5']);
    });
});

describe('The same figure again', () => {
    it('is one visit within the time of a retest, and worth a look beyond', () => {
        const judgement = judged([
            ['2021-01-01', 100],
            ['2021-01-31', 100],
            ['2021-03-03', 100],
        ]);
        expect(flagsOf(judgement)).to.deep.equal(['RETEST:e1,e2', 'UNCHANGED:e2,e3']);
    });

    it('is nothing while the vehicle has not left', () => {
        expect(
            flagsOf(
                judged([
                    ['2021-01-01', 0],
                    ['2021-09-01', 0],
                ]),
            ),
        ).to.deep.equal([]);
    });

    it('comes once in a real series of British tests: a Renault Scenic of 2009, in miles', () => {
        const judgement = judged(
            [
                ['2012-02-20', 21_757, 'mi'],
                ['2013-03-13', 30_217, 'mi'],
                ['2013-03-13', 30_217, 'mi'],
                ['2014-02-26', 37_934, 'mi'],
                ['2015-03-18', 45_198, 'mi'],
                ['2016-03-11', 51_370, 'mi'],
                ['2016-03-18', 51_499, 'mi'],
                ['2017-02-28', 53_721, 'mi'],
                ['2018-03-14', 56_332, 'mi'],
            ],
            { description: { ...car, odometerUnit: 'mi' } },
        );
        expect([says(judgement), ...flagsOf(judgement)]).to.deep.equal(['logical RISING 00', 'RETEST:e2,e3']);
        expect(judgement.distanceM).to.equal(String(Math.floor((56_332 * 1_609_344) / 1_000)));
    });
});

describe('Units', () => {
    it('are flagged where they change, and converted exactly', () => {
        const judgement = judged([
            ['2021-01-01', 100_000, 'mi'],
            ['2021-06-01', 161_000],
        ]);
        expect([judgement.outcome, ...flagsOf(judgement)]).to.deep.equal(['logical', 'UNIT_SWITCH:e1,e2']);
    });

    it('contradict where the figure rose and the distance fell', () => {
        const judgement = judged([
            ['2021-01-01', 60_000, 'mi'],
            ['2022-01-01', 61_000],
            ['2023-01-01', 62_000],
        ]);
        expect(says(judgement)).to.equal('illogical UNIT_CONTRADICTION 04');
        expect(pairsOf(judgement)).to.deep.equal(['e1>e2']);
    });

    it('of hours have a series of their own, of at most 24 a day', () => {
        const judgement = judged([
            ['2021-01-01', 10_000],
            ['2021-01-01', 500, 'h'],
            ['2021-01-10', 700, 'h'],
            ['2021-01-10', 10_500],
            ['2021-01-11', 760, 'h'],
        ]);
        expect(judgement).to.deep.include({ outcome: 'logical', distanceM: '10500000' });
        expect(flagsOf(judgement)).to.deep.equal(['IMPROBABLE_RATE:e3,e5']);
        expect(
            judged([
                ['2021-01-01', 500, 'h'],
                ['2021-02-01', 400, 'h'],
            ]).outcome,
        ).to.equal('illogical');
    });
});

describe('Odometers that change', () => {
    const replaced = { kind: 'odometer-replaced', before: 80_000 } as const;
    const changed: readonly Row[] = [
        ['2019-01-01', 0],
        ['2021-01-01', 79_000],
        ['2021-03-01', 5, replaced],
        ['2022-01-01', 20_005],
    ];

    it('leave no opinion when they are replaced, and add up', () => {
        const judgement = judged(changed);
        expect(says(judgement)).to.equal('no-opinion ODOMETER_REPLACED 02');
        expect(judgement).to.include({ distanceM: '100000000', lastReadingM: '20005000' });
    });

    it('leave one where another organisation attests both figures', () => {
        const attested = (more: object): Judgement =>
            judged([...changed, ['2021-03-02', 5, { ...replaced, attests: 'e3', author: 'MakerMSP', ...more }]]);
        expect(says(attested({}))).to.equal('logical RISING_WITH_ATTESTED_REPLACEMENT 00');
        expect(attested({}).distanceM).to.equal('100000000');
        expect(attested({ author: 'GarageMSP' }).reason).to.equal('ODOMETER_REPLACED');
        expect(attested({ before: 80_001 }).reason).to.equal('ODOMETER_REPLACED');
        expect(attested({ voidedBy: 'c' }).reason).to.equal('ODOMETER_REPLACED');
    });

    it('excuse no fall when they are told late, unless another organisation attests them', () => {
        const late = { ...replaced, recordedOn: '2022-02-01' };
        const told: readonly Row[] = changed.map((row) => (row[0] === '2021-03-01' ? ['2021-03-01', 5, late] : row));
        expect(says(judged(told))).to.equal('illogical LOWER_READING 04');
        const attests: Row = ['2022-02-02', 5, { ...replaced, attests: 'e3', author: 'MakerMSP' }];
        expect(says(judged([...told, attests]))).to.equal('logical RISING_WITH_ATTESTED_REPLACEMENT 00');
    });

    it('do not hide that the old one had been rolled back before', () => {
        const judgement = judged([
            ['2021-01-01', 179_000],
            ['2021-03-01', 0, replaced],
            ['2022-01-01', 20_000],
        ]);
        expect(says(judgement)).to.equal('illogical LOWER_READING 04');
        expect(pairsOf(judgement)).to.deep.equal(['e1>e2']);
    });

    it('say nothing of the distance where the old one could not be read', () => {
        const judgement = judged([
            ['2021-01-01', 79_000],
            ['2021-03-01', 5, { kind: 'odometer-replaced' }],
        ]);
        expect(judgement.reason).to.equal('ODOMETER_REPLACED');
        expect(judgement.distanceM).to.equal(undefined);
    });

    it('count the readings of the day for the one whose figure is nearer', () => {
        const judgement = judged([
            ['2021-01-01', 79_000],
            ['2021-03-01', 80_000],
            ['2021-03-01', 5, replaced],
            ['2021-03-01', 12],
        ]);
        expect(judgement).to.deep.include({ pairs: [], distanceM: '80007000' });
    });

    it('begin again at their capacity', () => {
        const description = { ...car, odometerCapacity: 99_999 };
        const judgement = judged(
            [
                ['2021-01-01', 98_000],
                ['2021-06-01', 3_000, { kind: 'odometer-rolled-over' }],
                ['2022-01-01', 20_000],
            ],
            { description },
        );
        expect(says(judgement)).to.equal('no-opinion ODOMETER_ROLLED_OVER 01');
        expect(judgement.distanceM).to.equal('120000000');
    });

    it('are not taken to have begun again where nobody can have driven that far', () => {
        const judgement = judged([
            ['2021-01-01', 180_000],
            ['2021-06-01', 90_000, { kind: 'odometer-rolled-over' }],
        ]);
        expect(pairsOf(judgement)).to.deep.equal(['e1>e2']);
    });
});

describe('An odometer whose miles are beyond what it counts in kilometres', () => {
    it('has not begun again, and fell', () => {
        const judgement = judged([
            ['2021-06-01', 621_372, 'mi'],
            ['2021-06-02', 0, { kind: 'odometer-rolled-over' }],
        ]);
        expect(pairsOf(judgement)).to.deep.equal(['e1>e2']);
    });
});

describe('Two places at once', () => {
    const at = (latitudeTenths: number, longitudeTenths: number): object => ({
        place: { latitudeTenths, longitudeTenths },
    });

    it('are flagged: Lyon and Lisbon on one day, not Lyon and Marseille', () => {
        const near = judged([
            ['2021-01-01', 100, at(458, 48)],
            ['2021-01-01', 500, at(433, 54)],
        ]);
        expect(flagsOf(near)).to.deep.equal([]);
        const far = judged([
            ['2021-01-01', 100, at(458, 48)],
            ['2021-01-01', 500, at(387, -91)],
        ]);
        expect(flagsOf(far)).to.deep.equal(['TWO_PLACES:e1,e2']);
    });

    it('are near across the date line', () => {
        const near = judged([
            ['2021-01-01', 100, at(-180, 1_799)],
            ['2021-01-01', 110, at(-180, -1_799)],
        ]);
        expect(flagsOf(near)).to.deep.equal([]);
    });
});
