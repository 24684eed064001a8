/** Allocates one day again and again. */
import { settleDay, type DayMeter } from '@quartier/rules/energy';

import { generateDistrict } from './district.js';
import { coldAndWarm } from './own-process.js';

const STEPS = 96;

function main([kind = '', members = '', producers = '', rounds = '']: readonly string[]): void {
    const meters = dayMeters(Number(members), Number(producers));
    const allocate =
        kind === 'exact' ? () => settleDay({ meters, rule: 'prorata', steps: STEPS }) : () => allocateInFloats(meters);
    process.stdout.write(JSON.stringify(coldAndWarm(Number(rounds), allocate)));
}

function dayMeters(members: number, producers: number): readonly DayMeter[] {
    const { meters } = generateDistrict(members);
    const isProducer = (index: number): boolean => index % (members / producers) === 0;
    return meters.map(({ meter, wattHours }, index) => ({
        id: meter,
        role: isProducer(index) ? 'producer' : 'consumer',
        values: wattHours.slice(0, STEPS).map((value) => (isProducer(index) ? value * 5 : value)),
    }));
}

/** The shares as anyone would write them first. */
function allocateInFloats(meters: readonly DayMeter[]): Float64Array {
    const consumers = meters.filter(({ role }) => role === 'consumer').map(({ values }) => values);
    const producers = meters.filter(({ role }) => role === 'producer').map(({ values }) => values);
    const supplied = new Float64Array(consumers.length * producers.length);
    for (let step = 0; step < STEPS; step += 1) {
        const consumed = sumAt(consumers, step);
        const produced = sumAt(producers, step);
        if (consumed === 0 || produced === 0) continue;
        const shared = Math.min(consumed, produced);
        consumers.forEach((consumption, consumer) => {
            const received = (shared * (consumption[step] ?? 0)) / consumed;
            producers.forEach((production, producer) => {
                const at = consumer * producers.length + producer;
                supplied[at] = (supplied[at] ?? 0) + (received * (production[step] ?? 0)) / produced;
            });
        });
    }
    return supplied;
}

function sumAt(meters: readonly DayMeter['values'][], step: number): number {
    return meters.reduce((sum, values) => sum + (values[step] ?? 0), 0);
}

main(process.argv.slice(2));
