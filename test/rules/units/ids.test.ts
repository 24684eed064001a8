import { idFault } from '@quartier/rules/units';
import { expect } from 'chai';

describe('ids', () => {
    it('are texts as they are used', () => {
        for (const id of ['1', 'PRM 09111642617347', 'Îlot-Confluence', '居民', '🚲']) {
            expect(idFault(id, 64), id).to.equal(undefined);
        }
    });

    it('have no character that keys are made with, no invisible one, no space around them and one spelling', () => {
        const faulty = [
            '',
            'a\0b',
            'a\u{10ffff}b',
            'a\ufffeb',
            'a\u200bb',
            'a\nb',
            'a\u2028b',
            ' a',
            'a ',
            'e\u0301',
            '\ud800',
        ];
        for (const id of faulty) expect(idFault(id, 64), JSON.stringify(id)).not.to.equal(undefined);
    });

    it('are as long as they may be', () => {
        expect(idFault('a'.repeat(64), 64)).to.equal(undefined);
        expect(idFault('a'.repeat(65), 64)).to.equal('is longer than 64 characters');
    });
});
