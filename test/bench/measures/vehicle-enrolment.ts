import { connect, type VehicleClient } from '@quartier/client';
import type { NewVehicle } from '@quartier/rules/vehicle';

import { bestRate, inFlight } from '../best-rate.js';
import { FLEET_BATCH, requireRecorded, vehicleOf, vehiclesOf } from '../fleet.js';
import { noopRate } from '../gateway-client.js';
import { VEHICLE_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { withNewNetwork } from '../network-process.js';

const TARGET = 20;
const FAR_FROM_THE_FLEET = 50_000_000;

/** Vehicles enrolled in a second: by batches, against one a transaction at its best concurrency. */
export const vehicleEnrolment: Measure = {
    name: 'vehicle-enrolment',
    conditions:
        'new vehicles with a first reading; numbers of a batch follow each other, lone ones are far apart; 2 of 3 organisations endorse',
    run: (options) =>
        withNewNetwork(VEHICLE_CONSORTIUM, async ({ profiles }) => {
            const profile = profiles['garage'] ?? '';
            const quartier = await connect(profile);
            try {
                return await measure(quartier.vehicle, profile, options);
            } finally {
                quartier.close();
            }
        }),
};

async function measure(
    vehicle: VehicleClient,
    profile: string,
    { quick, progress }: MeasureOptions,
): Promise<readonly Figure[]> {
    const secondsEach = quick ? 2 : 5;
    let fleet = 0;
    let alone = 0;
    const enrol = async (vehicles: readonly NewVehicle[]): Promise<void> => {
        requireRecorded(await vehicle.enrolVehicles(vehicles));
    };
    /** Of numbers far apart, so that those that are registered at once never meet. */
    const enrolOne = (): Promise<void> => enrol([vehicleOf(FAR_FROM_THE_FLEET + 100 * (alone += 1))]);
    const enrolBatch = (): Promise<void> => enrol(vehiclesOf(FLEET_BATCH * (fleet += 1), FLEET_BATCH));
    await enrolOne();
    progress('no-op');
    const noop = await noopRate(profile, {
        channel: 'vehicle',
        levels: quick ? [32] : [16, 32, 64, 128],
        secondsEach: quick ? 1 : 4,
    });
    progress('one vehicle a transaction');
    const single = await bestRate({ levels: quick ? [8, 32] : [1, 8, 16, 32, 64], secondsEach, call: enrolOne });
    progress(`${String(FLEET_BATCH)} vehicles a transaction`);
    const batched = await bestRate({
        levels: quick ? [1, 2, 4] : [1, 2, 3, 4, 8],
        secondsEach,
        call: enrolBatch,
        perCall: FLEET_BATCH,
    });
    return [
        {
            what: `vehicles, ${String(FLEET_BATCH)} a transaction`,
            value: batched.perSecond,
            unit: 'a second',
            at: inFlight(batched),
            baseline: { what: 'one a transaction', value: single.perSecond, at: inFlight(single) },
            target: { what: `over ${String(TARGET)} times`, reached: batched.perSecond / single.perSecond > TARGET },
        },
        {
            what: 'vehicles, one a transaction',
            value: single.perSecond,
            unit: 'a second',
            at: inFlight(single),
            baseline: { what: 'no-op transactions', value: noop.perSecond, at: inFlight(noop) },
        },
    ];
}
