import { languageOf } from '@quartier/client/dist/server/language.js';
import { expect } from 'chai';

describe('the language of a page', () => {
    it('is the one asked for, whatever the browser prefers', () => {
        expect(languageOf({ asked: 'fr', accepted: 'en' }, 'en')).to.equal('fr');
    });

    it('is else the best of those that the browser accepts', () => {
        const cases: readonly (readonly [string, 'en' | 'fr'])[] = [
            ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
            ['de,en;q=0.5,fr;q=0.7', 'fr'],
            ['en-GB', 'en'],
            ['EN-us;q=0.2', 'en'],
            ['fr;q=0, en;q=0.1', 'en'],
        ];
        for (const [accepted, language] of cases) {
            const other = language === 'en' ? 'fr' : 'en';
            expect(languageOf({ accepted }, other), accepted).to.equal(language);
        }
    });

    it("is else the site's own", () => {
        for (const accepted of [undefined, '', 'de', '*', ';;q=x', 'fr;q=0']) {
            expect(languageOf({ asked: 'xx', accepted }, 'en'), accepted).to.equal('en');
        }
    });
});
