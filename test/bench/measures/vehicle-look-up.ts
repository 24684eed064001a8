import { join } from 'node:path';

import { connect, type VehicleClient } from '@quartier/client';

import { bestRate, higherOf, inFlight, type Rate } from '../best-rate.js';
import { enrolFleet, requireRecorded, servicesOf, vehicleOf } from '../fleet.js';
import { type GatewayClient, openGatewayClient } from '../gateway-client.js';
import { VEHICLE_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { inTemporaryFolder, withNetwork } from '../network-process.js';

const FEW = 1_000;
const EVENTS = 20;
/** Vehicles that are looked up, spread over the fleet, each with a full history. */
const SAMPLE = 200;

/** Look-ups of a passport with its whole history, however many vehicles there are. */
export const vehicleLookUp: Measure = {
    name: 'vehicle-look-up',
    conditions:
        `a passport with ${String(EVENTS)} events, judged; ${String(SAMPLE)} vehicles spread over the fleet in turn; ` +
        '1,000,000 vehicles, 50,000 in a quick run',
    run: (options) =>
        inTemporaryFolder((folder) =>
            withNetwork(join(folder, 'network'), VEHICLE_CONSORTIUM, async ({ profiles }) => {
                const profile = profiles['garage'] ?? '';
                const quartier = await connect(profile);
                const client = await openGatewayClient(profile, 'native', 'vehicle');
                try {
                    return await measure(quartier.vehicle, client, options);
                } finally {
                    client.close();
                    quartier.close();
                }
            }),
        ),
};

interface Rates {
    readonly lookUp: Rate;
    readonly find: Rate;
    readonly bare: Rate;
}

async function measure(
    vehicle: VehicleClient,
    { probe }: GatewayClient,
    options: MeasureOptions,
): Promise<readonly Figure[]> {
    const many = options.quick ? 50_000 : 1_000_000;
    await probe.submitTransaction('put', 'bare', 'x'.repeat(200));
    const bare = (): Promise<unknown> => probe.evaluateTransaction('get', 'bare');
    options.progress(`${String(FEW)} vehicles`);
    await enrolFleet(vehicle, 0, FEW);
    const few = await ratesOf(vehicle, await sampleOf(vehicle, FEW), bare, options);
    options.progress(`${String(many)} vehicles`);
    const started = performance.now();
    await enrolFleet(vehicle, FEW, many);
    const fillPerSecond = ((many - FEW) * 1_000) / (performance.now() - started);
    options.progress(`filled at ${String(Math.round(fillPerSecond))} vehicles a second`);
    return figures(few, await ratesOf(vehicle, await sampleOf(vehicle, many), bare, options), many);
}

interface Sample {
    readonly passports: readonly string[];
    readonly numbers: readonly number[];
}

/** Gives some vehicles of the fleet their history. */
async function sampleOf(vehicle: VehicleClient, size: number): Promise<Sample> {
    const step = Math.floor(size / SAMPLE);
    // One apart from the other sample's: the first number of each step is left to the smaller fleet.
    const numbers = Array.from({ length: SAMPLE }, (_, index) => index * step + (size === FEW ? 0 : 1));
    const outcomes = await vehicle.recordAll(numbers.flatMap((number) => servicesOf(number, EVENTS - 1)));
    requireRecorded(outcomes);
    const passports = outcomes.flatMap(({ passport }, index) =>
        index % (EVENTS - 1) === 0 && passport !== undefined ? [passport] : [],
    );
    return { passports, numbers };
}

async function ratesOf(
    vehicle: VehicleClient,
    { passports, numbers }: Sample,
    bare: () => Promise<unknown>,
    { quick }: MeasureOptions,
): Promise<Rates> {
    const levels = quick ? [16, 64] : [8, 16, 32, 64, 128];
    const rounds = quick ? 2 : 3;
    const secondsEach = quick ? 2 : 3;
    let calls = 0;
    const lookUp = (): Promise<unknown> => vehicle.passport(passports[(calls += 1) % SAMPLE] ?? '');
    const find = (): Promise<unknown> => vehicle.find(vehicleOf(numbers[(calls += 1) % SAMPLE] ?? 0).identity);
    const none: Rate = { perSecond: 0, atOnce: 0 };
    let rates: Rates = { lookUp: none, find: none, bare: none };
    // In turn, so that a busy moment of the machine is not of one kind alone.
    for (let round = 0; round < rounds; round += 1) {
        rates = {
            lookUp: higherOf(rates.lookUp, await bestRate({ levels, secondsEach, call: lookUp })),
            find: higherOf(rates.find, await bestRate({ levels, secondsEach, call: find })),
            bare: higherOf(rates.bare, await bestRate({ levels, secondsEach, call: bare })),
        };
    }
    return rates;
}

function figures(few: Rates, many: Rates, count: number): readonly Figure[] {
    const fleet = count.toLocaleString('en');
    const figure = (what: string, rate: Rate): Omit<Figure, 'baseline'> => ({
        what,
        value: rate.perSecond,
        unit: 'a second',
        at: inFlight(rate),
    });
    return [
        {
            ...figure(`look-ups by passport among ${fleet} vehicles`, many.lookUp),
            baseline: { what: 'among 1,000', value: few.lookUp.perSecond, at: inFlight(few.lookUp) },
            target: { what: 'at most 1.2 times as long', reached: few.lookUp.perSecond / many.lookUp.perSecond < 1.2 },
        },
        {
            ...figure(`look-ups by passport among ${fleet} vehicles`, many.lookUp),
            baseline: { what: 'bare reads of one key', value: many.bare.perSecond, at: inFlight(many.bare) },
            target: { what: 'at most 1.5 times as long', reached: many.bare.perSecond / many.lookUp.perSecond < 1.5 },
        },
        {
            ...figure(`look-ups by VIN among ${fleet} vehicles`, many.find),
            baseline: { what: 'among 1,000', value: few.find.perSecond, at: inFlight(few.find) },
            target: { what: 'at most 1.2 times as long', reached: few.find.perSecond / many.find.perSecond < 1.2 },
        },
    ];
}
