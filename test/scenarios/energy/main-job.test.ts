import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect } from 'chai';

import { backOffice, runProgram, type RunningProgram } from '../../support/programs.js';

const CLIENT = path.dirname(createRequire(__filename).resolve('@quartier/client/package.json'));
const MAIN = path.join(CLIENT, 'dist', 'sample', 'main.js');
/** Where `npm start` finds the programs of the workspace. */
const PROGRAMS = path.resolve('node_modules', '.bin');

/** What `npm start` runs once all is built, in a folder of its own. */
describe('The main job', () => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'quartier-main-'));
    let first: unknown;
    after(() => {
        rmSync(cwd, { recursive: true });
    });

    function start(...args: readonly string[]): RunningProgram {
        const searched = `${PROGRAMS}${path.delimiter}${process.env['PATH'] ?? ''}`;
        return runProgram(MAIN, args, { cwd, env: { ...process.env, PATH: searched } });
    }

    it('settles the month of the sample district from nothing and ends', async () => {
        const program = start('--once', '--json');
        first = JSON.parse((await program.line()) ?? '');
        expect(await program.ended(), program.errors()).to.deep.equal({ code: 0, signal: null });
        expect(first).to.have.nested.property('totals.selfConsumedWh', '3631634');
        expect(first).to.include({ selfConsumptionPermille: 960, selfSufficiencyPermille: 307 });
        expect(first).to.have.nested.property('shop.member', 'Shop, quai Rambaud');
        const { weekendSupplies } = first as { weekendSupplies: { member: string; energyWh: string }[] };
        expect(weekendSupplies[0]?.member).to.equal('Roof of the office, cours Charlemagne');
    });

    it('finds it settled when it runs again, says the same, and stays up until it is stopped', async () => {
        const program = start('--json');
        expect(JSON.parse((await program.line()) ?? '')).to.deep.equal(first);
        const utility = backOffice(path.join(cwd, '.quartier', 'sample', 'profiles', 'utility.json'));
        const statement = await utility.ask('energy statement --community confluence --month 2016-06');
        expect(statement).to.have.nested.property('totals.selfConsumedWh', '3631634');
        expect(await program.ended('SIGTERM'), program.errors()).to.deep.equal({ code: 0, signal: null });
    });

    it('does not start on options that it does not know', async () => {
        const program = start('--twice');
        expect((await program.ended()).code).to.equal(2);
        expect(program.errors()).to.equal('Usage: npm start [-- --once] [-- --json]\n');
    });
});
