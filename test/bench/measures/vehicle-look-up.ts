import { join } from 'node:path';

import { connect, type VehicleClient } from '@quartier/client';

import { bestRate, higherOf, inFlight, type Rate } from '../best-rate.js';
import { enrolFleet, requireRecorded, servicesOf, vehicleOf } from '../fleet.js';
import { type GatewayClient, openGatewayClient } from '../gateway-client.js';
import { VEHICLE_CONSORTIUM } from '../machine.js';
import type { Baseline, Figure, Measure, MeasureOptions } from '../measure.js';
import { inTemporaryFolder, withNetwork } from '../network-process.js';

const FEW = 1_000;
/** Of the passports that are looked up, the first reading included. */
const EVENTS = 20;
/** Vehicles that are looked up, spread over the fleet. */
const SAMPLE = 200;

/** Look-ups of a passport with its whole history, however many vehicles there are. */
export const vehicleLookUp: Measure = {
    name: 'vehicle-look-up',
    conditions:
        `a passport with ${String(EVENTS)} events, judged at the look-up; ${String(SAMPLE)} vehicles spread over the fleet in turn; ` +
        'two networks at once, measured in turn; 50,000 vehicles in place of 1,000,000 in a quick run',
    run: (options) =>
        inTemporaryFolder((folder) =>
            withFleet(join(folder, 'few'), FEW, options, (few) =>
                withFleet(join(folder, 'many'), options.quick ? 50_000 : 1_000_000, options, (many) =>
                    measure(few, many, options),
                ),
            ),
        ),
};

/** Bytes of such a passport, for the bare read of a key that is as large. */
const PASSPORT_BYTES = 8_900;

type Look = 'passport' | 'vin' | 'registered' | 'bare' | 'small';
const LOOKS: readonly Look[] = ['passport', 'bare', 'small', 'vin', 'registered'];

interface Fleet {
    readonly size: number;
    readonly look: Readonly<Record<Look, () => Promise<unknown>>>;
}

/** A network with a fleet of this size, some vehicles of which have their history. */
function withFleet<Result>(
    folder: string,
    size: number,
    { progress }: MeasureOptions,
    work: (fleet: Fleet) => Promise<Result>,
): Promise<Result> {
    return withNetwork(folder, VEHICLE_CONSORTIUM, async ({ profiles }) => {
        const profile = profiles['garage'] ?? '';
        const quartier = await connect(profile);
        const client = await openGatewayClient(profile, 'native', 'vehicle');
        try {
            const started = performance.now();
            await enrolFleet(quartier.vehicle, 0, size);
            const perSecond = (size * 1_000) / (performance.now() - started);
            progress(`${String(size)} vehicles, enrolled at ${String(Math.round(perSecond))} a second`);
            const bareReads = {
                bare: await bareRead(client, 'bare', PASSPORT_BYTES),
                small: await bareRead(client, 'small', 200),
            };
            return await work({ size, look: { ...(await looksOf(quartier.vehicle, size)), ...bareReads } });
        } finally {
            client.close();
            quartier.close();
        }
    });
}

async function bareRead({ probe }: GatewayClient, key: string, bytes: number): Promise<() => Promise<unknown>> {
    await probe.submitTransaction('put', key, 'x'.repeat(bytes));
    return () => probe.evaluateTransaction('get', key);
}

async function looksOf(
    vehicle: VehicleClient,
    size: number,
): Promise<Pick<Fleet['look'], 'passport' | 'vin' | 'registered'>> {
    const numbers = Array.from({ length: SAMPLE }, (_, index) => Math.floor(((index + 0.5) * size) / SAMPLE));
    const outcomes = await vehicle.recordAll(numbers.flatMap((number) => servicesOf(number, EVENTS - 1)));
    requireRecorded(outcomes);
    const passports = [...new Set(outcomes.flatMap(({ passport }) => passport ?? []))];
    const next = await Promise.all(numbers.map((number) => vehicle.find(vehicleOf(number + 1).identity)));
    const registered = next.map(({ passport }) => passport);
    let calls = 0;
    const inTurn = (ids: readonly string[]): string => ids[(calls += 1) % ids.length] ?? '';
    return {
        passport: () => vehicle.passport(inTurn(passports)),
        vin: () => vehicle.find(vehicleOf(numbers[(calls += 1) % SAMPLE] ?? 0).identity),
        registered: () => vehicle.passport(inTurn(registered)),
    };
}

type Rates = Record<Look, Rate>;

/** Calls in flight, one level a round: short turns, so that a busy moment of the machine is not of one kind alone. */
const LEVELS = [16, 32, 64];

async function measure(few: Fleet, many: Fleet, { quick, progress }: MeasureOptions): Promise<readonly Figure[]> {
    const [ofFew, ofMany] = [noRates(), noRates()];
    const rounds = quick ? 6 : 15;
    for (let round = 0; round < rounds; round += 1) {
        progress(`round ${String(round + 1)} of ${String(rounds)}`);
        const levels = [LEVELS[round % LEVELS.length] ?? 32];
        for (const look of LOOKS) {
            for (const [rates, fleet] of [[ofFew, few] as const, [ofMany, many] as const]) {
                const rate = await bestRate({ levels, secondsEach: 1, call: fleet.look[look] });
                rates[look] = higherOf(rates[look], rate);
            }
        }
    }
    return figures(ofFew, ofMany, many.size);
}

function noRates(): Rates {
    const none: Rate = { perSecond: 0, atOnce: 0 };
    return { passport: none, vin: none, registered: none, bare: none, small: none };
}

function figures(few: Rates, many: Rates, count: number): readonly Figure[] {
    const fleet = `among ${count.toLocaleString('en')} vehicles`;
    const figure = (what: string, rate: Rate, baseline: Baseline, most?: number): Figure => ({
        what,
        value: rate.perSecond,
        unit: 'a second',
        at: inFlight(rate),
        baseline,
        ...(most === undefined
            ? {}
            : {
                  target: {
                      what: `at most ${String(most)} times as long`,
                      reached: baseline.value / rate.perSecond < most,
                  },
              }),
    });
    const baseline = (what: string, rate: Rate): Baseline => ({ what, value: rate.perSecond, at: inFlight(rate) });
    const bare = baseline('bare reads of a key as large', many.bare);
    const small = baseline('bare reads of a key of 200 bytes', many.small);
    return [
        figure(`look-ups by passport ${fleet}`, many.passport, baseline('among 1,000', few.passport), 1.2),
        figure(`look-ups by passport ${fleet}`, many.passport, bare, 1.5),
        figure(`look-ups by passport ${fleet}`, many.passport, small, 1.5),
        figure(`look-ups by VIN ${fleet}`, many.vin, baseline('among 1,000', few.vin), 1.2),
        figure(`look-ups by VIN ${fleet}`, many.vin, bare),
        figure(
            `look-ups of vehicles without events ${fleet}`,
            many.registered,
            baseline('among 1,000', few.registered),
            1.2,
        ),
        figure(`look-ups of vehicles without events ${fleet}`, many.registered, small),
    ];
}
