import { expect } from 'chai';

import { memberFile, wideFile } from '../../support/meter-files.js';
import type { BackOffice } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';

const READINGS = { 'R-home': [1, 2, 3], 'R-roof': [1, 1, 1] };

scenario('Organisations that lack a role', (network) => {
    it('are refused, and nothing of what they sent is there', async () => {
        const [utility, housing, council] = (['utility', 'housing', 'council'] as const).map((name) =>
            network().office(name),
        ) as [BackOffice, BackOffice, BackOffice];
        const members = network().write('roles.csv', memberFile(MEMBERS));
        const readings = network().write(
            'roles-readings.csv',
            wideFile(READINGS, { start: '2016-06-01T00:00', stepMinutes: 60 }),
        );

        const create = 'energy community create roles --zone UTC --step 60 --rule prorata';
        expect(await council.refused(create)).to.equal('CONSORTIUM_ROLE_MISSING');
        expect(await council.refused('energy community show roles')).to.equal('ENERGY_COMMUNITY_UNKNOWN');

        // The landlord organises this one; the grid operator meters and settles it.
        expect(await housing.ask(create)).to.include({ metering: 'UtilityMSP' });
        const add = `energy member add --community roles --file ${members}`;
        expect(await utility.refused(add)).to.equal('ENERGY_NOT_THE_ORGANISER');
        expect(await housing.ask(add)).to.include({ added: 2 });
        const price = 'energy price set --community roles --from 2016-01-01 --micro-eur-per-kwh 1';
        expect(await utility.refused(price)).to.equal('ENERGY_NOT_THE_ORGANISER');
        await housing.ask(price);

        const importFile = `energy import ${readings} --community roles`;
        expect(await housing.refused(importFile)).to.equal('CONSORTIUM_ROLE_MISSING');
        expect(await council.refused(importFile)).to.equal('CONSORTIUM_COLLECTION_CLOSED');
        expect(await utility.ask(importFile)).to.include({ stored: 6, unchanged: 0 });

        const settle = 'energy settle --community roles --from 2016-06-01 --to 2016-06-01 --gaps zero';
        expect(await housing.refused(settle)).to.equal('CONSORTIUM_ROLE_MISSING');
        expect(await council.refused(settle)).to.equal('CONSORTIUM_ROLE_MISSING');
        expect(await utility.ask(settle)).to.include({ settled: 1 });
    });

    it('have no way in where their profile has no such area', async () => {
        const { exitCode, stderr } = await network().office('metro').run('energy community list');
        expect(exitCode).to.equal(2);
        expect(stderr).to.match(/^No channel of the profile lists the chaincode energy/u);
    });
});

const MEMBERS = { 'R-home': { role: 'consumer' }, 'R-roof': { role: 'producer' } } as const;
