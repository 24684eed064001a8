import type { Area, Call } from '@quartier/client';
import { ledgerMobilityClient } from '@quartier/client/dist/mobility/clearing/index.js';
import { mobilityTransactions, ofOutcomeRuns, type OutcomeRun, type RecordLegsPrivate } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { legOf } from '../../support/legs.js';
import { receiptOf } from '../../support/mobility-clearing.js';

/** An area whose ledger gives these outcomes, and what it was asked for. */
function areaWith(runs: readonly OutcomeRun[]): { readonly area: Area; readonly asked: string[] } {
    const asked: string[] = [];
    const outcomes = ofOutcomeRuns(runs);
    const submit = ({ privatePart }: Call): Promise<unknown> => {
        const { receiptKey } = privatePart as RecordLegsPrivate;
        return Promise.resolve({ done: true, receipt: receiptOf(outcomes, receiptKey) });
    };
    const evaluate = ({ transaction }: Call): Promise<unknown> => {
        asked.push(transaction);
        return Promise.resolve(transaction === mobilityTransactions.getPosition ? { lanes: 4 } : { outcomes });
    };
    const area: Area = {
        name: 'mobility',
        channel: 'mobility',
        mspId: 'WheelsMSP',
        submit,
        evaluate,
        consortium: () =>
            Promise.resolve({
                area: 'mobility',
                organisations: { MetroMSP: ['operator', 'seller'], WheelsMSP: ['operator', 'seller'] },
                collections: { pair: ['MetroMSP', 'WheelsMSP'] },
                clockToleranceSeconds: 300,
                inForce: true,
                ratifiedBy: [],
            }),
        events: () => {
            throw new Error('not asked');
        },
        standing: () => Promise.reject(new Error('not asked')),
    };
    return { area, asked };
}

describe('the receipt of a batch of legs', () => {
    const legs = ['a', 'b', 'c'].map((leg) => legOf({ leg }));

    for (const outcome of ['recorded', 'late', 'unchanged'] as const) {
        it(`tells that all are ${outcome}, and nothing more is asked`, async () => {
            const { area, asked } = areaWith([[3, outcome]]);
            const results = await ledgerMobilityClient(area).recordLegs(legs);
            expect(results).to.deep.equal([{ outcome }, { outcome }, { outcome }]);
            expect(asked).not.to.include(mobilityTransactions.getOutcomes);
        });
    }

    it('that is of other outcomes has them asked for, each as it is', async () => {
        const { area, asked } = areaWith([
            [1, 'recorded'],
            [1, 'refused', 'MOBILITY_LEG_CONFLICT'],
            [1, 'late'],
        ]);
        const results = await ledgerMobilityClient(area).recordLegs(legs);
        expect(results.map(({ outcome, code }) => code ?? outcome)).to.deep.equal([
            'recorded',
            'MOBILITY_LEG_CONFLICT',
            'late',
        ]);
        expect(asked).to.include(mobilityTransactions.getOutcomes);
    });
});
