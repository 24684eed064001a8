import { correctionInput, publicView, type EventContent } from '@quartier/rules/vehicle';
import { expect } from 'chai';

import { sha256 } from '../../support/sha256.js';
import { after, born, km, noon } from './life-of.js';

const inspection: EventContent = {
    kind: 'inspection',
    nature: 'periodic',
    result: 'major',
    defects: [{ code: '5.2.3', severity: 'major' }],
    validUntil: '2022-03-01',
};

describe('What everybody may read of a passport', () => {
    const held = born({ holder: sha256('holder') });
    const serviced = after(
        held,
        'GarageMSP',
        { kind: 'service', work: ['oil'], nextDue: { work: ['belt'], day: '2023-01-01' } },
        {
            event: 'order of Mrs Secret',
            day: '2021-01-01',
            reading: km(40_000),
            place: { latitudeTenths: 458, longitudeTenths: 48 },
        },
    );
    const lower = after(serviced, 'OtherMSP', inspection, { event: 'typo', day: '2022-01-01', reading: km(4_100) });
    const pledged = after(lower, 'CouncilMSP', { kind: 'pledged', pledge: 'loan of Mrs Secret' });
    const view = publicView(pledged);

    it('names events by number, with their author, and what is due', () => {
        expect(view.events.map(({ number, kind, author }) => [number, kind, author])).to.deep.equal([
            [1, 'reading', 'MakerMSP'],
            [2, 'service', 'GarageMSP'],
            [3, 'inspection', 'OtherMSP'],
            [4, 'pledged', 'CouncilMSP'],
        ]);
        expect(view.judgement.pairs).to.deep.equal([{ earlier: 2, later: 3 }]);
        expect(view.events[2]).to.deep.include({ result: 'major', validUntil: '2022-03-01' });
        expect(view).to.deep.include({ pledges: 1, held: true, nextDue: { work: ['belt'], day: '2023-01-01' } });
        expect(view.readings[2]).to.include({ number: 3, metres: 4_100_000 });
    });

    it('leads to no person: no ids of authors, no commitments, no places', () => {
        expect(JSON.stringify(view)).to.not.match(/Secret|latitude|acceptanceHash/u);
        expect(JSON.stringify(view)).to.not.include(sha256('holder'));
    });

    it('shows a correction beside what it corrects', () => {
        const request = {
            passport: 'p',
            event: 'fix',
            corrects: 'OtherMSP:typo',
            reason: 'a digit',
            reading: km(41_000),
        };
        const { content, ...rest } = correctionInput(request, noon('2022-01-02'));
        const { events, readings, judgement } = publicView(
            after(pledged, 'OtherMSP', content, { ...rest, on: '2022-01-02' }),
        );
        expect(events[2]).to.include({ correctedBy: 5 });
        expect(events[4]).to.include({ corrects: 3, reason: 'a digit', standing: 'in-force' });
        expect(readings[2]).to.include({ correctedBy: 5 });
        expect(judgement.outcome).to.equal('logical');
    });

    it('tells months once a vehicle is exported or scrapped', () => {
        const scrapped = publicView(after(pledged, 'CouncilMSP', { kind: 'scrapped' }, { on: '2022-05-05' }));
        expect(JSON.stringify(scrapped)).to.not.match(/\d{4}-\d{2}-\d{2}/u);
        expect(scrapped).to.deep.include({ registeredOn: '2018-03', nextDue: { work: ['belt'], day: '2023-01' } });
    });
});
