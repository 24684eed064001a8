import { expect } from 'chai';

import { grouped } from './groups.js';
import { readOutput, sumOf } from './totals.js';

describe('The groups in which tests run', () => {
    const groups = [
        { name: 'clearing', of: ['contracts/mobility/'] },
        { name: 'contracts', of: ['contracts/', 'rules/'] },
    ];

    it('have each file once, in the first group that it is of', () => {
        const files = ['contracts/energy/a.test.js', 'contracts/mobility/b.test.js', 'rules/c.test.js'];
        expect([...grouped(files, groups)]).to.deep.equal([
            ['clearing', ['contracts/mobility/b.test.js']],
            ['contracts', ['contracts/energy/a.test.js', 'rules/c.test.js']],
        ]);
    });

    it('leave out no file that is in none of them', () => {
        expect([...grouped(['elsewhere/a.test.js'], groups).values()]).to.deep.equal([['elsewhere/a.test.js']]);
    });

    it('tell their totals in the last line of what they say', () => {
        const totals = { passes: 2, pending: 1, failures: 0 };
        expect(readOutput(`it works\n${JSON.stringify(totals)}\n`)).to.deep.equal({ text: 'it works', totals });
        expect(sumOf([totals, totals])).to.deep.equal({ passes: 4, pending: 2, failures: 0 });
    });

    it('have no totals where the process ended before', () => {
        for (const text of ['it works\n', '{"passes":2}', 'null', ''])
            expect(readOutput(text)).to.deep.equal({ text, totals: undefined });
    });
});
