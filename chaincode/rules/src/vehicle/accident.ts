/** An accident from its declaration to the finding that the vehicle is fit for the road. */
import { Refused } from '../wire/index.js';
import type { PassportEvent } from './events.js';
import type { AccidentStage, PassportRecord } from './records.js';

type AccidentEvent = Extract<
    PassportEvent,
    { readonly kind: 'accident-declared' | 'accident-assessed' | 'accident-repaired' | 'fit-for-road' }
>;

/** From which stages an event can follow; another accident may be declared in any. */
const after: Readonly<Record<AccidentEvent['kind'], readonly (AccidentStage | undefined)[]>> = {
    'accident-declared': [undefined, 'declared', 'assessed', 'total-loss', 'repaired'],
    'accident-assessed': ['declared', 'assessed', 'total-loss', 'repaired'],
    'accident-repaired': ['assessed'],
    'fit-for-road': ['assessed', 'repaired'],
};

/** @throws Refused VEHICLE_ACCIDENT_ORDER */
export function stageAfter(stage: AccidentStage | undefined, event: AccidentEvent): AccidentStage | undefined {
    if (!after[event.kind].includes(stage))
        throw new Refused('VEHICLE_ACCIDENT_ORDER', { kind: event.kind, accident: stage ?? 'none' });
    switch (event.kind) {
        case 'accident-declared':
            return 'declared';
        case 'accident-assessed':
            return event.outcome === 'repairable' ? 'assessed' : 'total-loss';
        case 'accident-repaired':
            return 'repaired';
        case 'fit-for-road':
            return undefined;
    }
}

export function withAccident(passport: PassportRecord, stage: AccidentStage | undefined): PassportRecord {
    const { accident: _, ...rest } = passport;
    return stage === undefined ? rest : { ...rest, accident: stage };
}
