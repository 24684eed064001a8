import type { VehicleImportReport } from '@quartier/client';
import { expect } from 'chai';

import type { BackOffice } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { bornCars, shown } from '../../support/vehicle-story.js';

const CARS = 120;
const JOBS = 10;

scenario('A garage’s work orders of some years', (network) => {
    let garage: BackOffice;
    let vins: readonly string[];
    let file: string;

    before(async function () {
        this.timeout(60_000);
        garage = network().office('garage');
        vins = await bornCars(network(), CARS);
        const lines = Array.from({ length: CARS * JOBS }, (_, at) => {
            const job = Math.floor(at / CARS);
            const day = `${String(2021 + Math.floor(job / 2))}-0${String(3 + (job % 2) * 4)}-15`;
            return `OR-${String(at)};${vins[at % CARS] ?? ''};${day};entretien;${String(9_000 * (job + 1))};km;vidange`;
        });
        lines[6] = lines[6]?.replace(';km;', ';;') ?? '';
        lines[700] = lines[700]?.replace(/;20\d\d-/u, ';2099-') ?? '';
        lines[1_199] = lines[1_199]?.replace('VF7SCA', 'VF7SCO') ?? '';
        file = network().write(
            'garage.csv',
            `N° OR;VIN;Date;Intervention;Kilométrage;Unité;Travaux\n${lines.join('\n')}\n`,
        );
    });

    it('are recorded but for the three lines that are wrong, also when the import is killed and run again', async function () {
        this.timeout(120_000);
        const first = garage.start(`vehicle import ${file} --json`);
        const kill = setTimeout(() => {
            first.kill('SIGKILL');
        }, 900);
        await first.finished;
        clearTimeout(kill);
        const { exitCode, json } = await garage.run(`vehicle import ${file} --json`);
        expect(exitCode).to.equal(3);
        const report = json as VehicleImportReport;
        expect(report.problems.map(({ line, code }) => `${String(line)} ${code}`)).to.deep.equal([
            '8 VEHICLE_UNIT_MISSING',
            '702 VEHICLE_DAY_IN_FUTURE',
            '1201 VEHICLE_VIN_INVALID',
        ]);
        expect(report.recorded + report.unchanged).to.equal(CARS * JOBS - 3);
    });

    it('change nothing when the same file comes again', async () => {
        const { json } = await garage.run(`vehicle import ${file} --json`);
        expect(json).to.include({ recorded: 0, unchanged: CARS * JOBS - 3, refused: 3 });
    });

    it('are each in the passport of its car', async () => {
        const passport = await shown(network(), vins[50] ?? '');
        expect(passport).to.include({ eventCount: JOBS + 1 });
        expect(passport.judgement).to.include({ outcome: 'logical', distanceM: '90000000' });
    });
});
