/** Decoders of what an event says, by its kind. Holders and corrections have transactions of their own. */
import { listOf, malformed, object, oneOf, type Decoder } from '../wire/index.js';
import type { EventContent, EventInput } from './events.js';
import * as member from './request-members.js';
import { vehicleLimits } from './records.js';

/** Kinds that `RecordEvents` takes. */
export const recordableKinds = [
    'reading',
    'service',
    'repair',
    'tyres',
    'inspection',
    'accident-declared',
    'accident-assessed',
    'accident-repaired',
    'fit-for-road',
    'recall-opened',
    'recall-closed',
    'odometer-replaced',
    'odometer-rolled-over',
    'pledged',
    'pledge-released',
    'stolen',
    'found',
    'exported',
    'returned',
    'scrapped',
    'clone-suspected',
] as const satisfies readonly EventContent['kind'][];
export type RecordableKind = (typeof recordableKinds)[number];

const work = object(
    { kind: oneOf(['service', 'repair', 'tyres']), work: member.workList },
    { nextDue: member.nextDue },
);
const pledge = object({ kind: oneOf(['pledged', 'pledge-released']), pledge: member.id });
const alone = object({
    kind: oneOf(['fit-for-road', 'odometer-rolled-over', 'stolen', 'found', 'returned', 'scrapped', 'clone-suspected']),
});

const contents: Readonly<Record<RecordableKind, Decoder<EventContent>>> = {
    reading: object({ kind: oneOf(['reading']), source: oneOf(['connected', 'stock-intake', 'declared']) }),
    service: work,
    repair: work,
    tyres: work,
    inspection: object(
        {
            kind: oneOf(['inspection']),
            nature: oneOf(['periodic', 'complementary', 'retest', 'post-accident', 'voluntary']),
            result: oneOf(['passed', 'minor', 'major', 'dangerous']),
            defects: listOf(member.defect, { most: vehicleLimits.defectsPerInspection }),
        },
        { validUntil: member.day },
    ),
    'accident-declared': object({
        kind: oneOf(['accident-declared']),
        severity: oneOf(['light', 'serious', 'structural']),
    }),
    'accident-assessed': object({ kind: oneOf(['accident-assessed']), outcome: oneOf(['repairable', 'total-loss']) }),
    'accident-repaired': object({ kind: oneOf(['accident-repaired']), work: member.workList }),
    'recall-opened': object({ kind: oneOf(['recall-opened']), campaign: member.id, title: member.shortText }),
    'recall-closed': object({ kind: oneOf(['recall-closed']), campaign: member.id }),
    'odometer-replaced': object(
        { kind: oneOf(['odometer-replaced']) },
        { before: member.figure, attests: member.eventId },
    ),
    pledged: pledge,
    'pledge-released': pledge,
    exported: object({ kind: oneOf(['exported']), country: member.country }),
    'fit-for-road': alone,
    'odometer-rolled-over': alone,
    stolen: alone,
    found: alone,
    returned: alone,
    scrapped: alone,
    'clone-suspected': alone,
};

const content: Decoder<EventContent> = (value, at) => {
    if (typeof value !== 'object' || value === null || !('kind' in value)) throw malformed(`${at}.kind`, 'is missing');
    return contents[oneOf(recordableKinds)(value.kind, `${at}.kind`)](value, at);
};

export const eventInput: Decoder<EventInput> = object(
    { event: member.id, day: member.day, content },
    { reading: member.reading, evidence: member.hash, place: member.place },
);
