import { settleDay } from '@quartier/rules/energy';
import { daysBetween } from '@quartier/rules/units';

import { type District, generateDistrict } from '../district.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { type NetworkProcess, withNewNetwork } from '../network-process.js';
import { FIRST, LAST, type SettledMonth, settleMonth } from '../settled-month.js';

const STEPS = 96;

/** A month settled through the ledger, against the same days by the rules alone; memory against the network at rest. */
export const settlement: Measure = {
    name: 'settlement',
    conditions:
        'generated district, a month of 15 minutes, one meter in 15 a roof; both members of the collection endorse; resident memory of the network’s process, chaincode included',
    run: async (options) => {
        const figures: Figure[] = [];
        for (const meters of options.quick ? [119] : [119, 1_000]) figures.push(...(await measure(meters, options)));
        return figures;
    },
};

async function measure(meters: number, { progress }: MeasureOptions): Promise<readonly Figure[]> {
    progress(`a month of ${String(meters)} meters`);
    const district = generateDistrict(meters);
    return withNewNetwork(BENCH_CONSORTIUM, async (network, folder) => {
        const peaks: (number | undefined)[] = [];
        const nextPart = (): void => {
            peaks.push(network.peakMemoryMB());
            network.resetPeakMemory();
        };
        const job = { profile: network.profiles['utility'] ?? '', folder, district, before: nextPart };
        const atRest = atRestMB(network);
        const month = await settleMonth(job);
        const [, importing, settling] = peaks;
        return [
            ...timeFigures(meters, month, rulesAloneSeconds(district)),
            ...memoryFigures(meters, { atRest, importing, settling }),
        ];
    });
}

function atRestMB(network: NetworkProcess): number | undefined {
    network.resetPeakMemory();
    return network.peakMemoryMB();
}

function timeFigures(meters: number, month: SettledMonth, rulesAlone: number): readonly Figure[] {
    const baseline = { what: 'its days by the rules alone', value: rulesAlone };
    const of = (what: string, value: number): Figure => ({
        what: `${what}, ${String(meters)} meters`,
        value,
        unit: 's',
        baseline,
    });
    return [
        of('a month imported from its CSV file', month.importSeconds),
        of('a month settled', month.settleSeconds),
        of('its statement consulted', month.statementSeconds),
    ];
}

interface Peaks {
    readonly atRest: number | undefined;
    readonly importing: number | undefined;
    readonly settling: number | undefined;
}

/** Nothing where the system does not tell. */
function memoryFigures(meters: number, { atRest, importing, settling }: Peaks): readonly Figure[] {
    if (atRest === undefined || importing === undefined || settling === undefined) return [];
    const baseline = { what: 'the network at rest', value: atRest };
    return [
        { what: `peak memory while importing, ${String(meters)} meters`, value: importing, unit: 'MB', baseline },
        { what: `peak memory while settling, ${String(meters)} meters`, value: settling, unit: 'MB', baseline },
    ];
}

function rulesAloneSeconds({ meters }: District): number {
    const started = performance.now();
    daysBetween(FIRST, LAST).forEach((_, day) => {
        settleDay({
            meters: meters.map(({ meter, role, wattHours }) => ({
                id: meter,
                role,
                values: wattHours.slice(day * STEPS, (day + 1) * STEPS),
            })),
            rule: 'prorata',
            steps: STEPS,
        });
    });
    return (performance.now() - started) / 1_000;
}
