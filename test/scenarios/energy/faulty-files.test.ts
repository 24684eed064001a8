import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ImportReport } from '@quartier/client';
import type { DayGap, DayOutcome, Statement } from '@quartier/rules/energy';
import { expect } from 'chai';

import { longFile, madeUpReadings, memberFile, wideFile } from '../../support/meter-files.js';
import type { BackOffice, Finished } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { expectBalanced } from '../../support/statement-checks.js';

/** Real meters of 56 Dutch homes; its file has rows of the hour that spring skipped in 2013. */
const ZONNEDAEL = path.resolve('..', 'shared', 'data', 'energy', 'zonnedael_load_15min_2013H1.csv');
const JUNE = { start: '2016-06-01T00:00', stepMinutes: 60 };

scenario('Meter files with faults', (network) => {
    let utility: BackOffice;
    before(() => {
        utility = network().office('utility');
    });

    async function newCommunity(
        id: string,
        parameters: string,
        members: Parameters<typeof memberFile>[0],
    ): Promise<void> {
        await utility.ask(`energy community create ${id} --rule prorata ${parameters}`);
        await utility.ask(`energy price set --community ${id} --from 2010-01-01 --micro-eur-per-kwh 100000`);
        const file = network().write(`${id}.csv`, memberFile(members));
        await utility.ask(`energy member add --community ${id} --file ${file}`);
    }

    function imports(id: string, content: string, office = utility): Promise<Finished> {
        return office.run(`energy import ${network().write('readings.csv', content)} --community ${id} --json`);
    }

    describe('of which the rest is stored', () => {
        const day = (value: number): number[] => Array.from({ length: 24 }, () => value);

        before(async () => {
            await newCommunity('faulty', '--zone UTC --step 60', {
                'F-home': { role: 'consumer' },
                'F-shop': { role: 'consumer' },
                'F-roof': { role: 'producer' },
            });
        });

        it('are reported by line and code: a meter, values, a time and a row that cannot be', async () => {
            const readings = wideFile(
                {
                    'F-home': [10, 10, 10, -3, ...day(10).slice(4), ...day(20)],
                    'F-stranger': [...day(1), ...day(1)],
                    'F-shop': [10, 10, 'n/a', ...day(10).slice(3), ...day(20)],
                    'F-roof': [...day(15), ...day(15)],
                },
                JUNE,
            ).split('\n');
            readings[7] = '2016-06-01T06:00,10';
            readings[8] = readings[8]?.replace('T07:00', 'T07:20') ?? '';
            readings.splice(10, 1);

            const { exitCode, json } = await imports('faulty', readings.join('\n'));
            expect(exitCode).to.equal(3);
            expect(json).to.include({ refused: 45 + 1 + 1 + 1 + 4, stored: 3 * 45 - 2 });
            expect(problemsOf(json)).to.deep.equal([
                'line 1 F-stranger ENERGY_METER_UNKNOWN 45',
                'line 4 F-shop ENERGY_VALUE_NOT_A_NUMBER 1',
                'line 5 F-home ENERGY_VALUE_NEGATIVE 1',
                'line 8 - ENERGY_ROW_INCOMPLETE 1',
                'line 9 - ENERGY_TIME_OFF_STEP 4',
            ]);
        });

        it('leave gaps that keep their day, by name, from being settled; the other day is settled', async () => {
            const settle = 'energy settle --community faulty --from 2016-06-01 --to 2016-06-02';
            const { exitCode, json } = await utility.run(`${settle} --json`);
            expect(exitCode).to.equal(3);
            const { days } = json as { days: (DayOutcome & { missing?: DayGap[] })[] };
            expect(days.map(({ day: its, outcome, code }) => [its, outcome, code])).to.deep.equal([
                ['2016-06-01', 'refused', 'ENERGY_DAY_HAS_GAPS'],
                ['2016-06-02', 'settled', undefined],
            ]);
            // The hours 6, 7 and 9 are nobody's; 3 is wrong for the home and 2 for the shop.
            const start = Date.parse('2016-06-01T00:00Z') / 1_000;
            const gap = (first: number, length: number): [number, number] => [start + first * 3_600, length];
            const missing = Object.fromEntries((days[0]?.missing ?? []).map((its) => [its.meter, its.missing]));
            expect(missing).to.deep.equal({
                'F-home': [gap(3, 1), gap(6, 2), gap(9, 1)],
                'F-shop': [gap(2, 1), gap(6, 2), gap(9, 1)],
                'F-roof': [gap(6, 2), gap(9, 1)],
            });
        });

        it('do not change a settled day: a reading that differs is refused, the rest goes on', async () => {
            const late = wideFile({ 'F-home': [...day(10), ...day(20).with(5, 21), 7] }, JUNE);
            const { exitCode, json } = await imports('faulty', late);
            expect(exitCode).to.equal(3);
            expect(problemsOf(json)).to.deep.equal(['line 31 F-home ENERGY_READING_AFTER_CLOSE 1']);
            expect(json).to.include({ stored: 4 + 1, unchanged: 20 + 23 });

            const only = wideFile({ 'F-home': [21] }, { ...JUNE, start: '2016-06-02T05:00' });
            expect(await imports('faulty', only)).to.include({ exitCode: 1 });
        });

        it('do not overwrite a stored reading without saying why', async () => {
            const other = wideFile({ 'F-home': [8] }, { ...JUNE, start: '2016-06-03T00:00' });
            const { exitCode, json } = await imports('faulty', other);
            expect([exitCode, ...problemsOf(json)]).to.deep.equal([1, 'line 2 F-home ENERGY_READING_DIFFERS 1']);
            const file = network().write('readings.csv', other);
            const corrected = await utility.ask(
                `energy import ${file} --community faulty --correction exchanged-meter`,
            );
            expect(corrected).to.include({ stored: 1, refused: 0 });
        });

        it('are settled by estimate where the organiser says so, and the statement marks it', async () => {
            const settle = 'energy settle --community faulty --from 2016-06-01 --to 2016-06-01 --gaps estimate';
            expect(await utility.ask(settle)).to.include({ settled: 1 });
            const statement = (await utility.ask('energy statement --community faulty --month 2016-06')) as Statement;
            expectBalanced(statement);
            expect(statement.filledDays).to.deep.equal([{ day: '2016-06-01', gaps: 'estimate', filledSteps: 7 }]);
            const filled = Object.fromEntries(statement.members.map(({ meter, filledSteps }) => [meter, filledSteps]));
            expect(filled).to.deep.equal({ 'F-home': 0, 'F-roof': 3, 'F-shop': 4 });
        });
    });

    it('of 100,000 rows tell the three that are wrong and store the others', async () => {
        const names = Array.from({ length: 35 }, (_, index) => `L-${String(index).padStart(2, '0')}`);
        const steps = { start: '2016-06-01T00:00', stepMinutes: 15 };
        const readings = names.map((name, seed) => [name, madeUpReadings('consumer', seed, 2_880, 96)] as const);
        const rows = longFile(Object.fromEntries(readings), steps).split('\n');
        rows[7] = rows[7]?.replace(/,\d+,measured/u, ',-12,measured') ?? '';
        rows[50_000] = rows[50_000]?.replace(/,\d+,measured/u, ',12 or so,measured') ?? '';
        rows[100_800] = rows[100_800]?.replace('L-34', 'L-35') ?? '';
        await newCommunity('long', '--zone UTC --step 15', Object.fromEntries(names.map((name) => [name, CONSUMER])));

        const { exitCode, json } = await imports('long', rows.join('\n'));
        expect(exitCode).to.equal(3);
        expect(json).to.include({ readings: 100_800, stored: 100_797, refused: 3 });
        expect(problemsOf(json)).to.deep.equal([
            'line 8 L-00 ENERGY_VALUE_NEGATIVE 1',
            'line 50001 L-17 ENERGY_VALUE_NOT_A_NUMBER 1',
            'line 100801 L-35 ENERGY_METER_UNKNOWN 1',
        ]);
    });

    it('tell the rows of the hour that spring skipped, each for all 56 homes', async function () {
        if (!existsSync(ZONNEDAEL)) {
            process.stdout.write('      Not run: the Zonnedael file is not beside the repository.\n');
            this.skip();
        }
        const header = /^.*/u.exec(readFileSync(ZONNEDAEL, 'utf8'))?.[0] ?? '';
        const meters = header.trim().split(',').slice(1);
        const homes = Object.fromEntries(meters.map((meter) => [meter, { ...CONSUMER, from: '2013-01-01' }]));
        await newCommunity('zonnedael', '--zone Europe/Amsterdam --step 15', homes);

        const { exitCode, json } = await utility.run(`energy import ${ZONNEDAEL} --community zonnedael --json`);
        expect(exitCode).to.equal(3);
        expect(problemsOf(json)).to.deep.equal(
            [8_554, 8_555, 8_556, 8_557].map((line) => `line ${String(line)} - ENERGY_TIME_DOES_NOT_EXIST 56`),
        );
        expect(json).to.include({ stored: 17_372 * 56 });
    });

    it('that are none are refused as a whole, with 2', async () => {
        const contents: readonly [string, string | Uint8Array][] = [
            ['FILE_EMPTY', ''],
            ['ENERGY_FILE_HAS_NO_READINGS', 'start,F-home,F-shop\n'],
            ['FILE_NOT_TEXT', Uint8Array.from({ length: 4_096 }, (_, index) => (index * 151) % 256)],
        ];
        for (const [code, content] of contents) {
            const file = network().write('none.csv', content);
            const { exitCode, json } = await utility.run(`energy import ${file} --community faulty --json`);
            expect([exitCode, (json as { error: { code: string } }).error.code]).to.deep.equal([2, code]);
        }
    });
});

const CONSUMER = { role: 'consumer' } as const;

/** Problems as `line meter code count`. */
function problemsOf(json: unknown): string[] {
    return (json as ImportReport).problems.map(({ line, meter = '-', code, count }) =>
        ['line', String(line), meter, code, String(count)].join(' '),
    );
}
