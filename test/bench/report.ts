import { formatTable } from '@quartier/client/dist/cli/table.js';

import type { Machine } from './machine.js';
import { type Figure, ratioOf } from './measure.js';

/** The figures of one measure with the machine's load around it. */
export interface MeasureReport {
    readonly measure: string;
    readonly conditions: string;
    readonly seconds: number;
    /** Load average over a minute before and after. */
    readonly load: readonly [number, number];
    readonly figures: readonly Figure[];
}

export interface BenchReport {
    readonly machine: Machine;
    readonly quick: boolean;
    readonly measures: readonly MeasureReport[];
}

export function reportJson({ measures, ...report }: BenchReport): string {
    const withRatios = measures.map(({ figures, ...measure }) => ({
        ...measure,
        figures: figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) })),
    }));
    return JSON.stringify({ ...report, measures: withRatios }, null, 2);
}

export function reportText({ machine, quick, measures }: BenchReport): string {
    const { processor, cores, memoryGB, platform, node, load } = machine;
    return [
        `${processor}, ${String(cores)} cores, ${String(memoryGB)} GB, ${platform}, Node ${node}; load ${load.join(' ')}`,
        machine.network,
        ...(quick ? ['Quick rounds: a look, no figures to quote.'] : []),
        ...measures.map(measureText),
    ].join('\n');
}

function measureText({ measure, conditions, seconds, load, figures }: MeasureReport): string {
    const rows = formatTable(figures, [
        { title: '', value: ({ what }) => `  ${what}` },
        { title: 'figure', value: (figure) => amount(figure.value, figure), right: true },
        { title: '', value: ({ at }) => at ?? '' },
        { title: 'ratio', value: (figure) => ratio(ratioOf(figure)), right: true },
        { title: 'baseline', value: (figure) => amount(figure.baseline.value, figure), right: true },
        { title: '', value: ({ baseline: { what, at } }) => (at === undefined ? what : `${what}, ${at}`) },
        { title: 'target', value: ({ target }) => targetText(target) },
    ]);
    const around = `${seconds.toFixed(0)} s, load ${load.join(' to ')}`;
    return `\n${measure}: ${conditions} (${around})\n${rows}`;
}

function amount(value: number, { unit }: Figure): string {
    return `${digits(value)} ${unit}`;
}

function ratio(value: number): string {
    return `× ${digits(value)}`;
}

/** Three digits that count. */
function digits(value: number): string {
    const [whole = '', fraction] = Number(value.toPrecision(value >= 1_000 ? 4 : 3))
        .toString()
        .split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/gu, ' ');
    return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function targetText(target: Figure['target']): string {
    return target === undefined ? '' : `${target.what}: ${target.reached ? 'reached' : 'not reached'}`;
}
