import { expect } from 'chai';

import { describeMachine } from './machine.js';
import { type BenchReport, reportJson, reportText } from './report.js';

const report: BenchReport = {
    machine: describeMachine(),
    quick: false,
    measures: [
        {
            measure: 'readings',
            conditions: 'two organisations endorse',
            seconds: 12.4,
            load: [0.5, 1.25],
            figures: [
                {
                    what: 'readings in batches',
                    value: 1_234_567,
                    unit: 'a second',
                    at: '2 in flight',
                    baseline: { what: 'one a transaction', value: 120, at: '16 in flight' },
                    target: { what: 'over 1000 times', reached: true },
                },
            ],
        },
    ],
};

describe('the report of the bench', () => {
    it('names every baseline and gives the figure as its multiple', () => {
        const text = reportText(report);
        expect(text).to.contain('1 235 000 a second');
        expect(text).to.contain('120 a second');
        expect(text).to.contain('one a transaction, 16 in flight');
        expect(text).to.contain('× 10 290');
        expect(text).to.contain('over 1000 times: reached');
    });

    it('has the ratio in its JSON too, and the machine', () => {
        const { machine, measures } = JSON.parse(reportJson(report)) as {
            readonly machine: Record<string, unknown>;
            readonly measures: readonly { readonly figures: readonly { readonly ratio: number }[] }[];
        };
        expect(measures[0]?.figures[0]?.ratio).to.be.closeTo(10_288, 1);
        expect(machine).to.include.keys('cores', 'load', 'node', 'network');
    });
});
