import { energyRoles } from '@quartier/rules/energy';
import { daysOfMonth } from '@quartier/rules/units';

import type { Output } from '../cli/output.js';
import { addMembersOfFile, importReadings, zoneTable, type EnergyClient } from '../energy/index.js';

import type { SampleDistrict } from './sample-district.js';

/** The run's id: the job run again finds its days settled. */
const RUN = 'sample-month';

/**
 * The main job of a utility: from members and a meter file to a settled month. Each step may be sent again, so a job that
 * was interrupted goes on where it stopped.
 */
export async function settleSampleMonth(energy: EnergyClient, district: SampleDistrict, output: Output): Promise<void> {
    const { community, month } = district;
    await createCommunity(energy, district);
    const { refused: refusedMembers } = await addMembersOfFile({
        file: district.membersFile,
        community,
        ledger: () => Promise.resolve(energy),
    });
    for (const price of district.prices) await energy.setPrice({ community, ...price });
    const { refused: refusedReadings } = await importReadings({
        energy,
        community,
        file: district.readingsFile,
        onProgress: ({ phase, done, total }) => {
            output.progress(
                `${phase === 'reading' ? 'Reading' : 'Delivering'} meter curves: ${String(done)} of ${String(total)}`,
            );
        },
    });
    const days = daysOfMonth(month);
    const { refused: refusedDays } = await energy.settle({
        community,
        from: days[0] ?? '',
        to: days.at(-1) ?? '',
        runId: RUN,
        onProgress: ({ done }) => {
            output.progress(`Settling ${month}: ${String(done)} of ${String(days.length)} days`);
        },
    });
    if (refusedMembers + refusedReadings + refusedDays > 0)
        throw new Error('The sample district was not settled whole.');
}

async function createCommunity(energy: EnergyClient, district: SampleDistrict): Promise<void> {
    const { community, zone, stepMinutes, rule, from } = district;
    const { organisations } = await energy.consortium();
    const metering = Object.keys(organisations).find((mspId) => organisations[mspId]?.includes(energyRoles.metering));
    await energy.createCommunity({
        community,
        metering: metering ?? energy.mspId,
        zone: zoneTable(zone),
        parameters: { from, stepMinutes, rule },
    });
}
