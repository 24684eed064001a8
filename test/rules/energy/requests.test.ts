import {
    checkParametersFitZone,
    decodeAddMembersPrivate,
    decodeCommunity,
    decodeCreateCommunity,
    decodeCreateCommunityPrivate,
    decodeDeliverCurves,
    decodeDeliverCurvesPrivate,
    decodeEndMembership,
    decodeList,
    decodeListSupplies,
    decodeSetPrice,
    decodeSetPricePrivate,
    decodeSettleDays,
    decodeStatement,
} from '@quartier/rules/energy';
import { expect } from 'chai';

import { paris } from '../../support/paris.js';
import { refusalOf } from '../../support/refused.js';

const community = 'confluence';
const create = {
    community,
    metering: 'UtilityMSP',
    zone: paris,
    parameters: { from: '2016-06-01', stepMinutes: 15, rule: 'prorata' },
};
const member = { meter: 'shop', member: 'Épicerie', role: 'consumer', from: '2016-06-01', to: null };
const curve = { meter: 'shop', start: 1_464_732_000, stepMinutes: 15, values: 'AB' };

function reason(decode: (text: string) => unknown, request: unknown): unknown {
    const { code, details } = refusalOf(() => decode(JSON.stringify(request)));
    expect(code).to.equal('REQUEST_MALFORMED');
    return (details as { reason: string }).reason;
}

describe('energy requests', () => {
    it('are taken as documented', () => {
        expect(decodeCreateCommunity(JSON.stringify(create))).to.deep.equal(create);
        expect(decodeAddMembersPrivate(JSON.stringify({ members: [member] })).members).to.deep.equal([member]);
        const curves = [{ ...curve, qualities: [[0, 1, 'estimated']], correction: 'meter replaced' }];
        expect(decodeDeliverCurvesPrivate(JSON.stringify({ curves }))).to.deep.equal({ curves });
        const settle = { community, runId: 'june', from: '2016-06-01', to: '2016-06-30', gaps: 'refuse' };
        expect(decodeSettleDays(JSON.stringify(settle))).to.deep.equal(settle);
        expect(decodeSetPricePrivate('{}')).to.deep.equal({});
        expect(decodeList('{"limit":200}')).to.deep.equal({ limit: 200 });
    });

    it('are refused by the place of what is wrong', () => {
        expect(reason(decodeCommunity, { community: 'a\nb' })).to.match(/^request\.community has a control/u);
        expect(reason(decodeStatement, { community, month: '2016-13' })).to.match(/^request\.month must be a month/u);
        expect(reason(decodeEndMembership, { community, to: '2016-02-30' })).to.match(/^request\.to must be a day/u);
        expect(reason(decodeDeliverCurves, { community, page: 20, month: '2016-06' })).to.match(/^request\.page/u);
        expect(reason(decodeList, { limit: 201 })).to.match(/^request\.limit/u);
        expect(reason(decodeCreateCommunityPrivate, { collectionKey: 'AB' })).to.match(/^private\.collectionKey/u);
        expect(reason(decodeAddMembersPrivate, { members: [member, { ...member, role: 'x' }] })).to.equal(
            'private.members[1].role must be one of: consumer, producer',
        );
    });

    it('hold a price to a whole number that is not negative', () => {
        for (const microEurPerKwh of ['-1', '0.1', '1e6', '', '1000000000000', 80_000]) {
            const price = { community, from: '2016-06-01', microEurPerKwh };
            expect(reason(decodeSetPrice, price)).to.match(/^request\.microEurPerKwh/u);
        }
    });

    it('hold a membership to a last day after its first', () => {
        expect(reason(decodeAddMembersPrivate, { members: [{ ...member, to: '2016-06-01' }] })).to.equal(
            'private.members[0].to must be after from',
        );
    });

    it('hold a delivery to one curve a meter', () => {
        expect(reason(decodeDeliverCurvesPrivate, { curves: [curve, curve] })).to.equal(
            'private.curves[1].meter already has a curve in this delivery',
        );
    });

    it('hold a zone to a table that covers the first day and that the time step divides', () => {
        const later = { ...create.parameters, from: '2017-01-01' };
        expect(reason(decodeCreateCommunity, { ...create, parameters: later })).to.match(
            /parameters\.from is outside/u,
        );
        expect(reason(decodeCreateCommunity, { ...create, zone: { ...paris, until: paris.from } })).to.match(/zone/u);
        const nepal = { ...paris, transitions: [{ at: paris.from, offsetSeconds: 20_700 }] };
        expect(
            refusalOf(() => {
                checkParametersFitZone(nepal, { from: '2016-06-01', stepMinutes: 30, rule: 'prorata' });
            }).code,
        ).to.equal('REQUEST_MALFORMED');
    });

    it('are refused as too large before anything in them is looked at', () => {
        const members = new Array<null>(251).fill(null);
        expect(refusalOf(() => decodeAddMembersPrivate(JSON.stringify({ members })))).to.deep.equal({
            code: 'ENERGY_BATCH_TOO_LARGE',
            details: { size: 251, limit: 250 },
        });
        const settle = { community, runId: 'q', from: '2016-06-01', to: '2016-07-02', gaps: 'zero' };
        expect(refusalOf(() => decodeSettleDays(JSON.stringify(settle)))).to.deep.equal({
            code: 'ENERGY_SETTLEMENT_TOO_LARGE',
            details: { days: 32, size: 32, unit: 'days', limit: 31 },
        });
    });

    it('hold spans of days to their order and length', () => {
        const backwards = { community, from: '2016-06-02', to: '2016-06-01' };
        expect(reason(decodeListSupplies, backwards)).to.equal('request.to is before the first day');
        expect(reason(decodeListSupplies, { ...backwards, to: '2017-06-02' })).to.match(/more than 31 days/u);
    });
});
