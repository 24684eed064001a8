import {
    requireNextVersion,
    tariffContent,
    tariffInForce,
    tariffVersion,
    type LocalWindow,
    type PriceModel,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { refusalOf } from '../../../support/refused.js';
import { euro, every, tariffOf } from '../../../support/tariffs.js';

const first = tariffOf({ baseMicroEur: euro('1') }, { from: 100 });
const second = tariffOf({ baseMicroEur: euro('2') }, { version: 2, from: 200, to: 300 });
const of = { operator: 'WheelsMSP', tariff: 'city-bikes' };

describe('a tariff', () => {
    it('prices a leg by the version in force when it starts', () => {
        const versionAt = (at: number): number => tariffInForce([second, first], { ...of, at }).version;
        expect([versionAt(100), versionAt(199), versionAt(200), versionAt(299)]).to.deep.equal([1, 1, 2, 2]);
    });

    it('prices nothing before its first version and after its last', () => {
        for (const at of [99, 300])
            expect(
                refusalOf(() => tariffInForce([first, second], { operator: 'WheelsMSP', tariff: 'city-bikes', at })),
            ).to.deep.equal({
                code: 'MOBILITY_TARIFF_NOT_IN_FORCE',
                details: { operator: 'WheelsMSP', tariff: 'city-bikes', at },
            });
        expect(refusalOf(() => tariffInForce([first], { ...of, operator: 'CarsMSP', at: 150 })).code).to.equal(
            'MOBILITY_TARIFF_NOT_IN_FORCE',
        );
    });

    it('has versions that count up by one and start after each other', () => {
        requireNextVersion(first, undefined);
        requireNextVersion(second, first);
        const wrong = [
            [second, undefined],
            [first, second],
            [{ ...second, from: 100 }, first],
            [{ ...second, version: 3 }, first],
        ] as const;
        for (const [next, last] of wrong)
            expect(
                refusalOf(() => {
                    requireNextVersion(next, last);
                }).code,
            ).to.equal('MOBILITY_TARIFF_VERSION_ORDER');
    });

    it('has one content, whoever wrote it', () => {
        const again = tariffVersion(JSON.parse(JSON.stringify(second)), 'tariff');
        expect(tariffContent(again)).to.equal(tariffContent(second));
        expect(tariffContent(tariffOf({}, { to: null })).startsWith('{"currency":"EUR","from":0,')).to.equal(true);
    });
});

describe('a tariff that cannot be used', () => {
    const window: LocalWindow = { weekdays: [1], from: 0, until: 3_600 };
    const faults: readonly (readonly [Partial<PriceModel>, string])[] = [
        [{ time: [every(1, '1', { end: 0 })] }, 'time[0].end must be after its start'],
        [
            { pause: [{ start: 0, interval: 0, rateMicroEur: '1', per: 60 }] },
            'pause[0].per has no meaning of a rate charged once',
        ],
        [{ minimumMicroEur: '2', maximumMicroEur: '1' }, 'the minimum of a ride is more than its maximum'],
        [
            {
                caps: [
                    { period: 'day', maximumMicroEur: '1' },
                    { period: 'day', maximumMicroEur: '2' },
                ],
            },
            'two caps are of one period',
        ],
        [{ peaks: [{ window: { ...window, weekdays: [] }, ratePpm: 1 }] }, 'peaks[0].window.weekdays must name a day'],
        [
            { peaks: [{ window: { ...window, weekdays: [2, 1] }, ratePpm: 1 }] },
            'peaks[0].window.weekdays must be in order, each once',
        ],
        [
            { distance: [every(1, '1', { within: { ...window, from: 7_200 } })] },
            'distance[0].within.until must be after from: a window that passes midnight is written as two',
        ],
        [
            { peaks: [{ window: { ...window, firstDay: '2016-06-02', lastDay: '2016-06-01' }, ratePpm: 1 }] },
            'peaks[0].window.lastDay must not be before firstDay',
        ],
    ];
    for (const [price, reason] of faults)
        it(`says that ${reason}`, () => {
            expect(refusalOf(() => tariffVersion(tariffOf(price), 'tariff'))).to.deep.equal({
                code: 'MOBILITY_TARIFF_INVALID',
                details: { reason },
            });
        });

    it('names the place of what is no number, no mode or of no known member', () => {
        const reasonOf = (other: object): unknown =>
            refusalOf(() => tariffVersion({ ...tariffOf({}), ...other }, 'tariff')).details;
        expect(reasonOf({ mode: 'rocket' })).to.deep.equal({
            reason: 'tariff.mode must be one of: shuttle, car, bike, scooter, transit, carpool, taxi, other',
        });
        expect(reasonOf({ price: { baseMicroEur: '-1' } })).to.deep.equal({
            reason: 'tariff.price.baseMicroEur must be a whole number of micro-euro in decimal digits, not negative',
        });
        expect(
            reasonOf({
                price: { baseMicroEur: '0', caps: [{ period: 'rolling', seconds: 59, maximumMicroEur: '1' }] },
            }),
        ).to.deep.equal({ reason: 'tariff.price.caps[0].seconds must be a whole number from 60 to 31622400' });
        expect(reasonOf({ colour: 'red' }))
            .to.have.property('reason')
            .that.includes('a member that is not one of');
        expect(reasonOf({ to: 0 })).to.deep.equal({ reason: 'to must be after from' });
    });

    it('names a currency that is not the euro', () => {
        const foreign = { ...tariffOf({}), currency: 'CHF' };
        expect(refusalOf(() => tariffVersion(foreign, 'tariff'))).to.deep.equal({
            code: 'MOBILITY_CURRENCY_REFUSED',
            details: { currency: 'CHF' },
        });
    });
});
