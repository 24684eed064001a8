import { createServer, type AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';

import type { SettledDay } from '@quartier/rules/energy';
import { expect } from 'chai';

import { recorded } from '../support/energy-client.js';
import { memberFile, wideFile } from '../support/meter-files.js';
import { backOffice, type BackOffice, type Finished } from '../support/programs.js';
import { scenario } from '../support/scenario-network.js';
import { openWire, profileThrough } from '../support/wire.js';

const DAY = Array.from({ length: 24 }, () => 100);

scenario('A connection that fails', (network) => {
    let utility: BackOffice;
    let gone: Promise<readonly Finished[]>;

    before(async () => {
        utility = network().office('utility');
        gone = askNobody();
        const meters = { 'W-home': { role: 'consumer' }, 'W-roof': { role: 'producer' } } as const;
        const members = network().write('wire-members.csv', memberFile(meters));
        const steps = { start: '2016-06-01T00:00', stepMinutes: 60 };
        const readings = network().write(
            'wire.csv',
            wideFile({ 'W-home': [...DAY, ...DAY], 'W-roof': [...DAY, ...DAY] }, steps),
        );
        await utility.ask('energy community create wire --zone UTC --step 60 --rule prorata');
        await utility.ask('energy price set --community wire --from 2016-01-01 --micro-eur-per-kwh 91357');
        await utility.ask(`energy member add --community wire --file ${members}`);
        await utility.ask(`energy import ${readings} --community wire`);
    });

    /** Starts a settlement over a slow wire; resolves when it stands in a block and its reply is still on the way. */
    async function settleSlowly(
        day: string,
        times: number,
    ): Promise<{
        wire: Awaited<ReturnType<typeof openWire>>;
        settling: ReturnType<BackOffice['start']>;
    }> {
        const wire = await openWire(utility.profile);
        const office = backOffice(network().write(`${day}.json`, wire.profile));
        const settling = office.start(`${settlementOf(day)} --json`);
        await recorded(utility.profile, { event: 'EnergyDaysSettled', community: 'wire', times });
        return { wire, settling };
    }

    const settlementOf = (day: string): string =>
        `energy settle --community wire --from ${day} --to ${day} --run r-${day}`;

    async function settledDays(): Promise<readonly SettledDay[]> {
        const { days } = (await utility.ask('energy day list --community wire --month 2016-06')) as {
            days: SettledDay[];
        };
        return days;
    }

    it('during a call is opened again, and the outcome asked for', async () => {
        const { wire, settling } = await settleSlowly('2016-06-01', 1);
        wire.cut('once');
        const { exitCode, json } = await settling.finished;
        wire.close();
        expect(exitCode).to.equal(0);
        expect(json).to.include({ settled: 1, refused: 0 });
    });

    it('for good leaves the outcome unknown, with 5, and the same command again finds the day settled once', async () => {
        const { wire, settling } = await settleSlowly('2016-06-02', 2);
        wire.cut('for good');
        const { exitCode, json } = await settling.finished;
        expect(exitCode, JSON.stringify(json)).to.equal(5);
        expect(json).to.have.nested.property('error.code', 'OUTCOME_UNKNOWN');
        expect(json)
            .to.have.nested.property('error.message')
            .that.matches(/is not known .* send the same again/u);

        const settled = await settledDays();
        expect(settled.map(({ day, runId }) => [day, runId])).to.deep.equal([
            ['2016-06-01', 'r-2016-06-01'],
            ['2016-06-02', 'r-2016-06-02'],
        ]);
        expect(await utility.ask(settlementOf('2016-06-02'))).to.include({ settled: 1, refused: 0 });
        expect(await settledDays()).to.deep.equal(settled);
    });

    it('from the start is told by a sentence, with 4, whether nothing listens or nobody answers', async () => {
        for (const { exitCode, stdout, stderr } of await gone) {
            expect([exitCode, stdout]).to.deep.equal([4, '']);
            expect(stderr).to.match(
                /^No gateway answers\. peer0\.utility\.\S+ at localhost:\d+: (?:it does not answer|connect ECONNREFUSED \S+) \[NOT_CONNECTED\]\n$/u,
            );
        }
    });

    /** Begun first, for it waits long: ten seconds and a second to find out why. */
    async function askNobody(): Promise<readonly Finished[]> {
        const [silent, closed] = await Promise.all([listen(), listen()]);
        closed.close();
        const text = readFileSync(utility.profile, 'utf8');
        const asked = performance.now();
        const finished = await Promise.all(
            [silent, closed].map(({ port }) => {
                const file = network().write(`gone-${String(port)}.json`, profileThrough(text, port));
                return backOffice(file).run('energy community list');
            }),
        );
        silent.close();
        expect(performance.now() - asked).to.be.lessThan(25_000);
        return finished;
    }
});

/** A port that takes connections and says nothing. */
async function listen(): Promise<{ readonly port: number; readonly close: () => void }> {
    const server = createServer().listen(0, 'localhost');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { port, close: () => server.close() };
}
