import { zoneTable } from '@quartier/client';
import type { Statement } from '@quartier/rules/energy';
import { expect } from 'chai';

import { recorded, withEnergy } from '../support/energy-client.js';
import { madeUpReadings, wideFile } from '../support/meter-files.js';
import {
    backOffice,
    engines,
    startNetwork,
    type BackOffice,
    type RunningCommand,
    type RunningNetwork,
} from '../support/programs.js';
import { expectBalanced } from '../support/statement-checks.js';
import { openWire } from '../support/wire.js';

/** Four months of half-hours: a transaction a month. */
const FOUR_MONTHS = { start: '2016-01-01T00:00', stepMinutes: 30 };
const MONTHS = ['2016-01', '2016-02', '2016-03', '2016-04'];
const STEPS = 121 * 48;
const METERS = [...Array.from({ length: 13 }, () => 'consumer' as const), 'producer' as const, 'producer' as const];

interface Interruption {
    readonly when: string;
    interrupt(network: RunningNetwork, command: RunningCommand): Promise<void>;
    /** What the interrupted command ends with. */
    readonly exitCodes: readonly (number | null)[];
}

const INTERRUPTIONS: readonly Interruption[] = [
    {
        when: 'the network is killed',
        interrupt: async (network) => {
            expect(await network.stop('SIGKILL')).to.deep.equal({ code: null, signal: 'SIGKILL' });
        },
        exitCodes: [4, 5],
    },
    {
        when: 'the network is asked to end',
        interrupt: async (network) => {
            const asked = performance.now();
            expect(await network.stop('SIGTERM')).to.deep.equal({ code: 0, signal: null });
            expect(performance.now() - asked).to.be.lessThan(15_000);
        },
        exitCodes: [4, 5],
    },
    {
        when: 'the importing program is killed',
        interrupt: (_network, command) => {
            command.kill('SIGKILL');
            return Promise.resolve();
        },
        exitCodes: [null],
    },
];

for (const engine of engines()) {
    describe(`An import of months that is interrupted (${engine})`, function () {
        this.timeout(180_000);
        let network: RunningNetwork;
        let utility: BackOffice;
        /** Meter files by community. */
        const files = new Map<string, string>();
        let whole: readonly Statement[];

        before(async () => {
            network = await startNetwork(engine);
            utility = network.office('utility');
            await prepare('whole');
            expect(await utility.ask(importOf('whole'))).to.include({ stored: METERS.length * STEPS, transactions: 4 });
            await utility.ask(settlementOf('whole'));
            whole = await statementsOf('whole');
        });
        after(() => network.remove());

        for (const [index, interruption] of INTERRUPTIONS.entries()) {
            const { when, exitCodes } = interruption;
            it(`gives the same totals when ${when} and the same command is sent again`, async () => {
                const community = `torn-${String(index)}`;
                await prepare(community);

                const importing = await startSlowly(importOf(community));
                await recorded(utility.profile, { event: 'EnergyCurvesDelivered', community, times: 1 });
                await interruption.interrupt(network, importing);
                const interrupted = await importing.finished;
                expect(interrupted.exitCode, interrupted.stdout).to.be.oneOf([...exitCodes]);
                if (interrupted.exitCode !== null) expect(interrupted.json).to.have.property('error');

                await resume();
                const resumed = await utility.ask(importOf(community));
                expect(resumed).to.include({ readings: METERS.length * STEPS, refused: 0 });
                const { curves } = resumed as { curves: { sent: number; skipped: number } };
                expect(curves.skipped).to.be.at.least(METERS.length);
                expect(curves.sent).to.be.at.least(METERS.length);
                expect(curves.sent + curves.skipped).to.equal(MONTHS.length * METERS.length);

                await utility.ask(settlementOf(community));
                expect(await statementsOf(community)).to.deep.equal(whole);
            });
        }

        it('gives the same totals when a settlement is killed together with the network', async () => {
            await prepare('unsettled');
            await utility.ask(importOf('unsettled'));
            const settling = await startSlowly(settlementOf('unsettled'));
            await recorded(utility.profile, { event: 'EnergyDaysSettled', community: 'unsettled', times: 1 });
            settling.kill('SIGKILL');
            await network.stop('SIGKILL');
            expect((await settling.finished).exitCode).to.equal(null);

            await resume();
            expect(await utility.ask(settlementOf('unsettled'))).to.include({ settled: 121, refused: 0 });
            expect(await statementsOf('unsettled')).to.deep.equal(whole);
        });

        /** Over a slow wire, so that it is still under way when its first transaction stands in a block. */
        async function startSlowly(command: string): Promise<RunningCommand> {
            const wire = await openWire(utility.profile);
            const running = backOffice(network.write('slow.json', wire.profile)).start(`${command} --json`);
            void running.finished.then(() => {
                wire.close();
            });
            return running;
        }

        async function resume(): Promise<void> {
            const { exitCode, signalCode } = network.program().process;
            if (exitCode !== null || signalCode !== null) await network.restart();
        }

        async function prepare(community: string): Promise<void> {
            const from = '2016-01-01';
            const meters = METERS.map((role, index) => ({
                role,
                meter: `${community}-${String(index).padStart(2, '0')}`,
            }));
            await withEnergy(utility.profile, async (energy) => {
                const parameters = { from, stepMinutes: 30, rule: 'prorata' } as const;
                await energy.createCommunity({ community, metering: energy.mspId, zone: zoneTable('UTC'), parameters });
                await energy.setPrice({ community, from, microEurPerKwh: '91357' });
                await energy.addMembers(
                    community,
                    meters.map((its) => ({ ...its, member: 'somebody', from, to: null })),
                );
            });
            const readings = meters.map(
                ({ role, meter }, index) => [meter, madeUpReadings(role, index, STEPS, 48)] as const,
            );
            files.set(
                community,
                network.write(`${community}.csv`, wideFile(Object.fromEntries(readings), FOUR_MONTHS)),
            );
        }

        function importOf(community: string): string {
            return `energy import ${files.get(community) ?? ''} --community ${community}`;
        }

        function settlementOf(community: string): string {
            return `energy settle --community ${community} --from 2016-01-01 --to 2016-04-30 --run four-months`;
        }

        /** As if all communities had the same name and the same meters. */
        function statementsOf(community: string): Promise<readonly Statement[]> {
            return withEnergy(utility.profile, async (energy) => {
                const statements: Statement[] = [];
                for (const month of MONTHS) {
                    const statement = await energy.statement(community, month);
                    expectBalanced(statement);
                    const members = statement.members.map((line) => {
                        return { ...line, meter: line.meter.replace(community, '') };
                    });
                    statements.push({ ...statement, community: '', members });
                }
                return statements;
            });
        }
    });
}
