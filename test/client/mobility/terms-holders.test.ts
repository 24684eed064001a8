import { Refusal, requireTermsHolders } from '@quartier/client';
import type { MobilityTerms } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { terms } from '../../support/mobility-clearing.js';

const consortium = {
    organisations: { CouncilMSP: ['mediator', 'settlement'], MetroMSP: ['operator', 'seller'] },
};

function detailsOf(named: Partial<Pick<MobilityTerms, 'disputes' | 'settlement'>>): unknown {
    try {
        requireTermsHolders(consortium, { ...terms, ...named });
    } catch (error) {
        if (error instanceof Refusal) return error.details;
        throw error;
    }
    return undefined;
}

describe('The organisations that terms name', () => {
    const mediator = (mspId: string): unknown => detailsOf({ disputes: { ...terms.disputes, mediator: mspId } });

    it('hold the role that they are named for', () => {
        expect(mediator('CouncilMSP')).to.equal(undefined);
        expect(detailsOf({ settlement: { method: 'hub', settlement: 'CouncilMSP' } })).to.equal(undefined);
        expect(detailsOf({ settlement: { method: 'direct' } })).to.equal(undefined);
    });

    it('are refused where they are none of the area, or hold another role', () => {
        expect(mediator('a b')).to.deep.equal({ mspId: 'a b', role: 'mediator', holders: ['CouncilMSP'] });
        expect(mediator('MetroMSP')).to.deep.equal({ mspId: 'MetroMSP', role: 'mediator', holders: ['CouncilMSP'] });
        expect(detailsOf({ settlement: { method: 'hub', settlement: 'MetroMSP' } })).to.deep.equal({
            mspId: 'MetroMSP',
            role: 'settlement',
            holders: ['CouncilMSP'],
        });
    });
});
