import type { RefusalDetails } from '@quartier/rules/wire';
import type { ZoneTable } from '@quartier/rules/units';
import { excerpt, ownCopy } from '../../files/index.js';
import type { CurveSpan, CurveSpans } from './curve-spans.js';
import { localInstants } from './local-instants.js';
import type { ImportRefusalCode } from './problems.js';
import type { TimeFormat } from './written-time.js';

export interface StepPlace {
    readonly span: CurveSpan;
    readonly step: number;
}

export interface Fault {
    readonly code: ImportRefusalCode;
    readonly details: RefusalDetails;
}

/** How often a series of rows has shown a time that comes twice. Each series in file order has its own. */
export type Occurrences = Map<string, number>;

export interface StepFinder {
    find(text: string, occurrences: Occurrences): StepPlace | Fault;
}

/** One place for a time, or the two of a time that comes twice, summer time first. */
type Places = readonly (StepPlace | Fault)[];

const PLACES_KEPT = 100_000;

export function isFault(found: StepPlace | Fault): found is Fault {
    return 'code' in found;
}

/** Finds the step that a written time starts. */
export function stepFinder(options: {
    readonly format: TimeFormat;
    readonly zone: ZoneTable;
    readonly spans: CurveSpans;
}): StepFinder {
    const known = new Map<string, Places>();
    const placesOf = (text: string): Places => {
        const kept = known.get(text);
        if (kept !== undefined) return kept;
        const places = findPlaces(text, options);
        if (known.size >= PLACES_KEPT) known.clear();
        known.set(ownCopy(text), places);
        return places;
    };
    return {
        find(text, occurrences) {
            const places = placesOf(text);
            const [first, second] = places;
            if (first === undefined || second === undefined) return first ?? unreadable(text, options.format);
            const before = occurrences.get(text) ?? 0;
            occurrences.set(text, before + 1);
            return before % 2 === 0 ? first : second;
        },
    };
}

function findPlaces(
    text: string,
    { format, zone, spans }: { readonly format: TimeFormat; readonly zone: ZoneTable; readonly spans: CurveSpans },
): Places {
    const written = format.read(text);
    if (written === undefined) return [unreadable(text, format)];
    const instants = written.isInstant ? [written.seconds] : localInstants(zone, written.seconds);
    if (instants === 'outside') return [{ code: 'ENERGY_TIME_OUTSIDE_ZONE', details: { text: excerpt(text) } }];
    if (instants.length === 0)
        return [{ code: 'ENERGY_TIME_DOES_NOT_EXIST', details: { text: excerpt(text), zone: zone.zone } }];
    return instants.map((instant) => placeAt(instant, text, spans));
}

function placeAt(instant: number, text: string, spans: CurveSpans): StepPlace | Fault {
    const span = spans.at(instant);
    if (span === undefined) return { code: 'ENERGY_TIME_OUTSIDE_ZONE', details: { text: excerpt(text) } };
    const stepSeconds = span.stepMinutes * 60;
    if (instant % stepSeconds !== 0)
        return { code: 'ENERGY_TIME_OFF_STEP', details: { text: excerpt(text), stepMinutes: span.stepMinutes } };
    return { span, step: (instant - span.start) / stepSeconds };
}

function unreadable(text: string, format: TimeFormat): Fault {
    return { code: 'ENERGY_TIME_UNREADABLE', details: { text: excerpt(text), format: format.name } };
}
