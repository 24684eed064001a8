import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Statement } from '@quartier/rules/energy';
import { expect } from 'chai';

import { memberFile } from '../../support/meter-files.js';
import { scenario } from '../../support/scenario-network.js';
import { expectBalanced } from '../../support/statement-checks.js';

/** SimBench low-voltage grid LV6.201 over June 2016, quarter-hours of UTC: 112 loads and 7 solar plants. */
const FILE = path.resolve('..', 'shared', 'data', 'energy', 'simbench_urban6_15min_2016-06.csv');

scenario('A month of the 119 SimBench meters, from another process', (network) => {
    before(function () {
        if (existsSync(FILE)) return;
        process.stdout.write('      Not run: the SimBench file is not beside the repository.\n');
        this.skip();
    });

    it('is settled to the watt-hour', async function () {
        this.timeout(180_000);
        const utility = network().office('utility');
        const members = network().write('simbench-members.csv', membersOf(FILE));
        await utility.ask('energy community create simbench --zone UTC --step 15 --rule prorata');
        await utility.ask('energy price set --community simbench --from 2016-01-01 --micro-eur-per-kwh 120000');
        expect(await utility.ask(`energy member add --community simbench --file ${members}`)).to.include({
            added: 119,
        });

        const imported = await utility.ask(`energy import ${FILE} --community simbench`);
        expect(imported).to.include({ readings: 119 * 2_880, stored: 119 * 2_880, refused: 0, problemCount: 0 });
        const days = await utility.ask('energy settle --community simbench --from 2016-06-01 --to 2016-06-30');
        expect(days).to.include({ settled: 30, refused: 0 });

        const statement = (await utility.ask('energy statement --community simbench --month 2016-06')) as Statement;
        expect(statement.members).to.have.lengthOf(119);
        expect(statement.totals).to.include({
            consumptionWh: '34550496',
            productionWh: '10712357',
            selfConsumedWh: '10575525',
        });
        expectBalanced(statement);

        const again = await utility.ask(`energy import ${FILE} --community simbench`);
        expect(again).to.include({ stored: 0, unchanged: 119 * 2_880, refused: 0, transactions: 0 });
        expect(await utility.ask('energy statement --community simbench --month 2016-06')).to.deep.equal(statement);
    });
});

function membersOf(file: string): string {
    const header = /^.*/u.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    const meters = header.trim().split(',').slice(1);
    return memberFile(
        Object.fromEntries(meters.map((meter) => [meter, { role: meter.includes('_pv') ? 'producer' : 'consumer' }])),
    );
}
