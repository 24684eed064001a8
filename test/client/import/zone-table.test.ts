import { UnknownZone, zoneTable } from '@quartier/client';
import { zoneFault } from '@quartier/rules/units';
import { expect } from 'chai';
import { at } from './meter-file.js';

describe('The zone table', () => {
    it('has the two changes of 2016 in Paris at 01:00 UTC', () => {
        const year = zoneTable('Europe/Paris').transitions.filter(
            (transition) => transition.at >= at('2016-01-01T00:00Z') && transition.at < at('2017-01-01T00:00Z'),
        );
        expect(year).to.deep.equal([
            { at: at('2016-03-27T01:00Z'), offsetSeconds: 7_200 },
            { at: at('2016-10-30T01:00Z'), offsetSeconds: 3_600 },
        ]);
    });

    it('covers 2000 to 2040 in a form that the ledger takes', () => {
        const table = zoneTable('Europe/Paris');
        expect([table.from, table.until]).to.deep.equal([at('2000-01-01T00:00Z'), at('2040-01-01T00:00Z')]);
        expect(table.transitions).to.have.lengthOf(81);
        expect(zoneFault(table)).to.equal(undefined);
    });

    it('has one entry for UTC', () => {
        const table = zoneTable('UTC');
        expect(table.transitions).to.deep.equal([{ at: table.from, offsetSeconds: 0 }]);
    });

    it('knows zones whose changes end within a month, and zones of half hours', () => {
        const casablanca = zoneTable('Africa/Casablanca').transitions.map((transition) => transition.at);
        const year = casablanca.filter(
            (instant) => instant >= at('2016-01-01T00:00Z') && instant < at('2017-01-01T00:00Z'),
        );
        const changes = ['2016-03-27T02:00Z', '2016-06-05T02:00Z', '2016-07-10T02:00Z', '2016-10-30T02:00Z'];
        expect(year).to.deep.equal(changes.map(at));
        expect(zoneTable('Asia/Kolkata').transitions).to.have.lengthOf(1);
        expect(zoneTable('Asia/Kolkata').transitions[0]?.offsetSeconds).to.equal(19_800);
    });

    it('refuses a zone that does not exist by its name', () => {
        expect(() => zoneTable('Europe/Lyon')).to.throw(UnknownZone, '"Europe/Lyon"');
        expect(() => zoneTable('')).to.throw(UnknownZone);
        expect(() => zoneTable('local')).to.throw(UnknownZone);
    });
});
