import { correctionInput, qualityDelta, valuesToErase, type EventContent } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { after, born, km, noon } from './life-of.js';

const service: EventContent = { kind: 'service', work: [] };

describe('Data quality of organisations', () => {
    const first = born();
    const high = after(first, 'OtherMSP', service, { day: '2021-01-01', reading: km(40_000) });
    const low = after(high, 'GarageMSP', service, { event: 'typo', day: '2022-01-01', reading: km(5_200) });
    const nothing = { discrepancies: 0, corrections: 0, dropsSeen: 0 };

    it('counts readings from the first on', () => {
        expect(qualityDelta(undefined, first)).to.deep.equal([{ mspId: 'MakerMSP', readings: 1, ...nothing }]);
        expect(qualityDelta(first, high)).to.deep.equal([{ mspId: 'OtherMSP', readings: 1, ...nothing }]);
        expect(qualityDelta(high, high)).to.deep.equal([]);
    });

    it('counts a fall with who recorded the lower one, until it is corrected', () => {
        expect(qualityDelta(high, low)).to.deep.equal([
            { mspId: 'GarageMSP', readings: 1, discrepancies: 1, corrections: 0, dropsSeen: 1 },
        ]);
        const request = { passport: 'p', event: 'fix', corrects: 'GarageMSP:typo', reason: 'r', reading: km(52_000) };
        const { content, ...rest } = correctionInput(request, noon('2022-01-02'));
        const corrected = after(low, 'GarageMSP', content, { ...rest, on: '2022-01-02' });
        expect(qualityDelta(low, corrected)).to.deep.equal([
            { mspId: 'GarageMSP', readings: 1, discrepancies: -1, corrections: 1, dropsSeen: 0 },
        ]);
    });

    it('sees a drop also where it is tolerated', () => {
        const slightly = after(high, 'GarageMSP', service, { day: '2022-01-01', reading: km(39_950) });
        expect(qualityDelta(high, slightly)[0]).to.include({ discrepancies: 0, dropsSeen: 1 });
    });
});

describe('Erasure', () => {
    it('purges notes, and the identity with the last of them', () => {
        expect(valuesToErase(['a', 'b', 'c'], 3)).to.deep.equal({
            notes: ['a', 'b', 'c'],
            identity: false,
            more: true,
        });
        expect(valuesToErase(['a', 'b'], 3)).to.deep.equal({ notes: ['a', 'b'], identity: true, more: false });
        expect(valuesToErase([], 3)).to.deep.equal({ notes: [], identity: true, more: false });
    });
});
