/** Measures, and says what was measured beside what it is worth comparing with. Nothing is asserted. */
import { parseArgs } from 'node:util';

import { describeMachine, load } from './machine.js';
import type { Measure } from './measure.js';
import { allocation } from './measures/allocation.js';
import { clientProcessor } from './measures/client-processor.js';
import { enginesCompared } from './measures/engines.js';
import { ledgerSize } from './measures/ledger-size.js';
import { carpoolJourneys } from './measures/carpool-journeys.js';
import { mobilityIncentives } from './measures/mobility-incentives.js';
import { mobilityLegs } from './measures/mobility-legs.js';
import { mobilityPricing } from './measures/mobility-pricing.js';
import { mobilityNetting } from './measures/mobility-netting.js';
import { mobilityOperators } from './measures/mobility-operators.js';
import { manyKeys } from './measures/many-keys.js';
import { readings } from './measures/readings.js';
import { settlement } from './measures/settlement.js';
import { start } from './measures/start.js';
import { throughput } from './measures/throughput.js';
import { vehicleEnrolment } from './measures/vehicle-enrolment.js';
import { vehicleLookUp } from './measures/vehicle-look-up.js';
import { type BenchReport, type MeasureReport, reportJson, reportText } from './report.js';

const MEASURES: readonly Measure[] = [
    allocation,
    start,
    throughput,
    enginesCompared,
    readings,
    clientProcessor,
    ledgerSize,
    manyKeys,
    settlement,
    mobilityPricing,
    mobilityIncentives,
    carpoolJourneys,
    mobilityNetting,
    mobilityLegs,
    mobilityOperators,
    vehicleEnrolment,
    vehicleLookUp,
];

const USAGE = `Usage: npm run bench -- [--only NAME]... [--quick] [--json]
  --only NAME  ${MEASURES.map(({ name }) => name).join(', ')}; may be given several times
  --quick      fewer and shorter rounds
  --json       the report as JSON
`;

async function main(): Promise<number> {
    const options = readOptions();
    if (options === undefined) {
        process.stderr.write(USAGE);
        return 2;
    }
    if (options.help) {
        process.stdout.write(USAGE);
        return 0;
    }
    const machine = describeMachine();
    const measures: MeasureReport[] = [];
    for (const measure of options.measures) measures.push(await runMeasure(measure, options.quick));
    const report: BenchReport = { machine, quick: options.quick, measures };
    process.stdout.write(`${options.json ? reportJson(report) : reportText(report)}\n`);
    return 0;
}

interface Options {
    readonly measures: readonly Measure[];
    readonly quick: boolean;
    readonly json: boolean;
    readonly help: boolean;
}

/** Undefined when the arguments cannot be understood. */
function readOptions(): Options | undefined {
    try {
        const { values } = parseArgs({
            options: {
                only: { type: 'string', multiple: true },
                quick: { type: 'boolean', default: false },
                json: { type: 'boolean', default: false },
                help: { type: 'boolean', default: false },
            },
        });
        const wanted = values.only ?? MEASURES.map(({ name }) => name);
        const measures = MEASURES.filter(({ name }) => wanted.includes(name));
        return measures.length === new Set(wanted).size ? { ...values, measures } : undefined;
    } catch {
        return undefined;
    }
}

async function runMeasure(measure: Measure, quick: boolean): Promise<MeasureReport> {
    const before = load();
    const started = performance.now();
    const figures = await measure.run({
        quick,
        progress: (text) => {
            if (process.stderr.isTTY) process.stderr.write(`${measure.name}: ${text}\n`);
        },
    });
    return {
        measure: measure.name,
        conditions: measure.conditions,
        seconds: (performance.now() - started) / 1_000,
        load: [before[0] ?? 0, load()[0] ?? 0],
        figures,
    };
}

main().then(
    (exitCode) => {
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exitCode = 70;
    },
);
