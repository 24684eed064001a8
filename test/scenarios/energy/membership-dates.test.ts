import type { Statement } from '@quartier/rules/energy';
import { expect } from 'chai';

import { memberFile, wideFile } from '../../support/meter-files.js';
import { scenario } from '../../support/scenario-network.js';
import { expectBalanced } from '../../support/statement-checks.js';

const DAYS = ['2016-06-01', '2016-06-02', '2016-06-03'];
/** 1 Wh an hour on the first day, 10 on the second, 100 on the third. */
const GROWING = Array.from({ length: 72 }, (_, hour) => 10 ** Math.floor(hour / 24));

scenario('Memberships that begin and end', (network) => {
    it('store readings from outside them, and settle none of those', async () => {
        const utility = network().office('utility');
        const members = memberFile({
            'D-guest': { role: 'consumer', from: '2016-06-02', to: '2016-06-03' },
            'D-home': { role: 'consumer' },
            'D-roof': { role: 'producer' },
        });
        await utility.ask('energy community create dated --zone UTC --step 60 --rule prorata');
        await utility.ask('energy price set --community dated --from 2016-01-01 --micro-eur-per-kwh 100000');
        await utility.ask(`energy member add --community dated --file ${network().write('dated.csv', members)}`);

        const readings = wideFile(
            { 'D-guest': GROWING, 'D-home': GROWING, 'D-roof': GROWING },
            { start: '2016-06-01T00:00', stepMinutes: 60 },
        );
        const file = network().write('growing.csv', readings);
        const imported = await utility.ask(`energy import ${file} --community dated`);
        expect(imported).to.include({ readings: 3 * 72, stored: 3 * 72, refused: 0 });
        expect(await utility.ask(`energy import ${file} --community dated`)).to.include({ unchanged: 3 * 72 });

        const settle = `energy settle --community dated --from ${DAYS[0] ?? ''} --to ${DAYS[2] ?? ''}`;
        expect(await utility.ask(settle)).to.include({ settled: 3 });
        const statement = (await utility.ask('energy statement --community dated --month 2016-06')) as Statement;
        expectBalanced(statement);
        expect(statement.members.map(({ meter, from, to, consumptionWh }) => [meter, from, to, consumptionWh]))
            .to.deep //
            .equal([
                ['D-guest', '2016-06-02', '2016-06-02', '240'],
                ['D-home', '2016-06-01', '2016-06-03', '2664'],
                ['D-roof', '2016-06-01', '2016-06-03', '0'],
            ]);
        expect(statement.totals).to.include({ consumptionWh: '2904', productionWh: '2664', sharedWh: '2664' });
    });
});
