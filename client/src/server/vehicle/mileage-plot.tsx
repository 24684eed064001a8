import { scaleLinear, scaleUtc, type ScaleTime } from 'd3-scale';
import { line, symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape';
import type { VNode } from 'preact';

import type { Corner, MileageSeries, PlottedReading } from './mileage-series.js';
import type { Telling } from './telling.js';

const WIDTH = 960;
const HEIGHT = 400;
const MARGIN = { top: 28, right: 36, bottom: 40, left: 88 } as const;
const DAY_MS = 86_400_000;
const SYMBOL_AREA = 130;
const RING = 13;

/** Each organisation has a shape of its own, and a colour. */
const SHAPES = [symbolCircle, symbolSquare, symbolDiamond, symbolTriangle] as const;
const COLOURS = 6;

interface Scales {
    readonly x: (at: number) => number;
    readonly y: (amount: number) => number;
    readonly days: readonly Date[];
    readonly amounts: readonly number[];
}

interface PlotProps {
    readonly series: MileageSeries;
    /** What the plot shows, for who does not see it. */
    readonly description: string;
    readonly telling: Telling;
}

/** The readings over time. What is judged has a shape as well as a colour; the same is in the table. */
export function MileagePlot({ series, description, telling }: PlotProps): VNode {
    const scales = scalesOf(series);
    return (
        <svg class="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="plot-title plot-text">
            <title id="plot-title">{telling.words.mileage.title}</title>
            <desc id="plot-text">{description}</desc>
            <Axes scales={scales} series={series} telling={telling} />
            {series.restarts.map((at) => (
                <line key={at} class="restart" x1={scales.x(at)} x2={scales.x(at)} y1={MARGIN.top} y2={bottom()} />
            ))}
            {series.segments.map((corners, at) => (
                <path key={at} class="segment" d={pathOf(corners, scales)} />
            ))}
            {series.pairs.map(([earlier, later]) => (
                <line
                    key={`${earlier.reading.number} ${later.reading.number}`}
                    class="fall"
                    x1={scales.x(earlier.at)}
                    y1={scales.y(earlier.amount)}
                    x2={scales.x(later.at)}
                    y2={scales.y(later.amount)}
                />
            ))}
            {series.readings.map((point) => (
                <Point key={point.reading.number} point={point} series={series} scales={scales} telling={telling} />
            ))}
            {labels(series).map((label) => (
                <Label key={label.point.reading.number} {...label} scales={scales} telling={telling} />
            ))}
        </svg>
    );
}

function scalesOf({ readings, segments }: MileageSeries): Scales {
    const corners: readonly Corner[] = [...readings, ...segments.flat()];
    const times = corners.map(({ at }) => at);
    const first = Math.min(...times);
    const last = Math.max(...times);
    const pad = Math.max((last - first) * 0.03, last === first ? 180 * DAY_MS : DAY_MS);
    const x = scaleUtc([first - pad, last + pad], [MARGIN.left, WIDTH - MARGIN.right]);
    const most = Math.max(1, ...corners.map(({ amount }) => amount));
    const y = scaleLinear([0, most * 1.05], [bottom(), MARGIN.top]).nice(5);
    return { x: (at) => round(x(at)), y: (amount) => round(y(amount)), days: dayTicksOf(x), amounts: y.ticks(5) };
}

const MOST_DAYS = 8;

/** As many as there is room for: d3 takes the nearest round step, which may be finer than asked. */
function dayTicksOf(x: ScaleTime<number, number>): readonly Date[] {
    const fewer = [7, 6, 5, 4, 3, 2].map((count) => x.ticks(count));
    return fewer.find((days) => days.length <= MOST_DAYS) ?? x.ticks(1);
}

function bottom(): number {
    return HEIGHT - MARGIN.bottom;
}

/** Tenths of a unit are finer than a screen. */
function round(value: number): number {
    return Math.round(value * 10) / 10;
}

function pathOf(corners: readonly Corner[], { x, y }: Scales): string {
    const path = line<Corner>(
        ({ at }) => x(at),
        ({ amount }) => y(amount),
    );
    return path([...corners]) ?? '';
}

function Axes({ scales, series, telling }: Omit<PointProps, 'point'>): VNode {
    const dayText = dayTicks(scales.days, telling.visit.formats.shortDay);
    return (
        <g class="axes">
            {scales.amounts.map((amount) => (
                <g key={amount}>
                    <line
                        class="grid"
                        x1={MARGIN.left}
                        x2={WIDTH - MARGIN.right}
                        y1={scales.y(amount)}
                        y2={scales.y(amount)}
                    />
                    <text x={MARGIN.left - 10} y={scales.y(amount) + 5} text-anchor="end">
                        {telling.visit.formats.number(amount)}
                    </text>
                </g>
            ))}
            <text class="unit" x={MARGIN.left - 10} y={14} text-anchor="end">
                {series.unit}
            </text>
            {scales.days.map((day) => (
                <g key={day.getTime()}>
                    <line
                        class="tick"
                        x1={scales.x(day.getTime())}
                        x2={scales.x(day.getTime())}
                        y1={bottom()}
                        y2={bottom() + 6}
                    />
                    <text x={scales.x(day.getTime())} y={bottom() + 24} text-anchor="middle">
                        {dayText(day)}
                    </text>
                </g>
            ))}
        </g>
    );
}

/** Years where the ticks are years, months else. */
function dayTicks(days: readonly Date[], monthText: (day: string) => string): (day: Date) => string {
    const iso = (day: Date): string => day.toISOString();
    if (days.every((day) => iso(day).slice(5, 10) === '01-01')) return (day) => iso(day).slice(0, 4);
    if (days.every((day) => iso(day).slice(8, 10) === '01')) return (day) => monthText(iso(day).slice(0, 7));
    return (day) => monthText(iso(day).slice(0, 10));
}

interface PointProps {
    readonly point: PlottedReading;
    readonly series: MileageSeries;
    readonly scales: Scales;
    readonly telling: Telling;
}

function Point({ point, series, scales, telling }: PointProps): VNode {
    const { reading, standing } = point;
    const { number, day, value, unit, author } = reading;
    const told = [
        telling.visit.formats.day(day),
        telling.figure(value, unit),
        telling.organisation(author),
        telling.words.eventNumber(String(number)),
    ];
    return (
        <g
            class={`point ${standing}`}
            data-event={number}
            transform={`translate(${scales.x(point.at)} ${scales.y(point.amount)})`}
        >
            <title>{told.join(', ')}</title>
            <AuthorMark author={series.authors.indexOf(author)} />
            <StandingMark standing={standing} />
        </g>
    );
}

/** The shape and colour of an organisation, by its place in the order of first readings. */
export function AuthorMark({ author }: { readonly author: number }): VNode {
    const shape = SHAPES[author % SHAPES.length] ?? symbolCircle;
    return <path class={`mark author-${author % COLOURS}`} d={symbol(shape, SYMBOL_AREA)() ?? ''} />;
}

/** Around a mark: a ring with a cross where it offends, a broken ring where it stands out, a stroke where it is corrected. */
export function StandingMark({ standing }: Pick<PlottedReading, 'standing'>): VNode | null {
    if (standing === 'offends') {
        return (
            <g class="offence">
                <circle r={RING} />
                <path d="M-7 -24l14 14M7 -24l-14 14" />
            </g>
        );
    }
    if (standing === 'stands') return <circle class="flagged" r={RING} />;
    return standing === 'corrected' ? <path class="struck" d="M-12 8L12 -8" /> : null;
}

const MOST_LABELS = 8;

interface LabelledPoint {
    readonly point: PlottedReading;
    /** The higher one of a pair has its figure above, the lower one below. */
    readonly isHigh: boolean;
}

/** Those that do not go together, where there is room for their figures. */
function labels({ pairs }: MileageSeries): readonly LabelledPoint[] {
    const high = new Set(pairs.map(([earlier]) => earlier));
    const points = [...new Set(pairs.flat())];
    return points.length > MOST_LABELS ? [] : points.map((point) => ({ point, isHigh: high.has(point) }));
}

/** Beside its point, towards the middle of the plot. */
function Label({ point, isHigh, scales, telling }: LabelledPoint & Omit<PointProps, 'series' | 'point'>): VNode {
    const isLeft = scales.x(point.at) > (WIDTH * 2) / 3;
    const { value, unit } = point.reading;
    return (
        <text
            class="label"
            x={scales.x(point.at) + (isLeft ? -RING - 8 : RING + 8)}
            y={scales.y(point.amount) + (isHigh ? -12 : 20)}
            text-anchor={isLeft ? 'end' : 'start'}
        >
            {telling.figure(value, unit)}
        </text>
    );
}
