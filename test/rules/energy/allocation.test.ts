import { allocateStep, type StepRule } from '@quartier/rules/energy';
import { expect } from 'chai';

const prorata: StepRule = { rule: 'prorata' };

function allocated(consumptionWh: number[], productionWh: number[], rule: StepRule): [number[], number[]] {
    const { selfConsumedWh, sharedWh } = allocateStep({ consumptionWh, productionWh }, rule);
    return [[...selfConsumedWh], [...sharedWh]];
}

/** Vectors without another source are the project's own, worked out by hand from Code de l'énergie D315-6. */
describe('allocation of a step', () => {
    it('shares by consumption where nothing else is agreed (D315-6)', () => {
        expect(allocated([700, 200, 100], [600], prorata)).to.deep.equal([[420, 120, 60], [600]]);
    });

    it('gives the residue watt-hour to the first of equal remainders', () => {
        expect(allocated([1, 1, 1], [2], prorata)).to.deep.equal([[1, 1, 0], [2]]);
    });

    it('stops at the consumption and takes of each producer by its production', () => {
        expect(allocated([300, 100], [500, 300], prorata)).to.deep.equal([
            [300, 100],
            [250, 150],
        ]);
    });

    it('cuts a static share at the consumption, without a second pass', () => {
        const half: StepRule = { rule: 'static', keysPpm: [500_000, 500_000] };
        expect(allocated([300, 900], [1_000], half)).to.deep.equal([[300, 500], [800]]);
        expect(allocated([300, 900], [1_000], prorata)).to.deep.equal([[250, 750], [1_000]]);
    });

    it('leaves as surplus what the keys do not name', () => {
        const thirds: StepRule = { rule: 'static', keysPpm: [333_333, 333_333, 333_333] };
        expect(allocated([500, 500, 500], [1_000], thirds)).to.deep.equal([[333, 333, 333], [999]]);
        expect(allocated([500, 500], [1_000], { rule: 'static', keysPpm: [100_000, 0] })).to.deep.equal([
            [100, 0],
            [100],
        ]);
    });

    it('loses nothing to rounding where the keys share all of it', () => {
        const half: StepRule = { rule: 'static', keysPpm: [500_000, 500_000] };
        expect(allocated([900, 900], [1_001], half)).to.deep.equal([[501, 500], [1_001]]);
    });

    it('does not pass on the rounding of a share that its consumption cut', () => {
        // Exact shares 1.5 cut at 1, 0.75 and 0.75: 2.5 in all.
        const keys: StepRule = { rule: 'static', keysPpm: [500_000, 250_000, 250_000] };
        expect(allocated([1, 9, 9], [3], keys)).to.deep.equal([[1, 1, 0], [2]]);
    });

    it('shares nothing at night or among nobody', () => {
        expect(allocated([5, 5], [0], prorata)).to.deep.equal([[0, 0], [0]]);
        expect(allocated([0, 0], [7], prorata)).to.deep.equal([[0, 0], [0]]);
        expect(allocated([], [7], prorata)).to.deep.equal([[], [0]]);
        expect(allocated([5], [], prorata)).to.deep.equal([[0], []]);
    });

    it('stays exact at the greatest readings', () => {
        const most = 2 ** 40;
        expect(allocated([most, most], [most, 1], prorata)).to.deep.equal([
            [2 ** 39 + 1, 2 ** 39],
            [most, 1],
        ]);
    });
});
