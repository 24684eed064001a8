import { canonicalJson, Refused } from '@quartier/rules/wire';
import { dayNumber, dayOfNumber } from '@quartier/rules/units';
import {
    applyEvent,
    assertHistoryKept,
    correctionInput,
    confirmationInput,
    defaultJudgementParameters,
    judgePassport,
    qualityDelta,
    rolesFor,
    type AppliedEvent,
    type EventContent,
    type EventContext,
    type EventInput,
    type PassportEvent,
    type PassportRecord,
} from '@quartier/rules/vehicle';
import { expect } from 'chai';
import fc from 'fast-check';

import { born, noon, organisations } from '../rules/vehicle/life-of.js';
import { sha256 } from '../support/sha256.js';

const FIRST_DAY = dayNumber('2019-01-01');
const content = fc.constantFrom<EventContent>(
    { kind: 'reading', source: 'connected' },
    { kind: 'reading', source: 'declared' },
    { kind: 'service', work: ['oil'], nextDue: { work: ['belt'] } },
    { kind: 'inspection', nature: 'periodic', result: 'passed', defects: [] },
    { kind: 'odometer-replaced', before: 50_000 },
    { kind: 'odometer-rolled-over' },
    { kind: 'accident-declared', severity: 'light' },
    { kind: 'accident-assessed', outcome: 'repairable' },
    { kind: 'fit-for-road' },
    { kind: 'recall-opened', campaign: 'c', title: 't' },
    { kind: 'recall-closed', campaign: 'c' },
    { kind: 'pledged', pledge: 'p' },
    { kind: 'pledge-released', pledge: 'p' },
    { kind: 'stolen' },
    { kind: 'found' },
    { kind: 'exported', country: 'DE' },
    { kind: 'returned' },
);

/** One of those that may record it. */
function authorOf({ content, author }: Step): string {
    const able = Object.keys(organisations).filter((mspId) =>
        rolesFor(content).some((role) => organisations[mspId]?.includes(role)),
    );
    return able[author % able.length]!;
}

const withoutReading = ['stolen', 'pledged', 'pledge-released', 'recall-opened'];

const step = fc.record({
    author: fc.nat(),
    content: fc.oneof(
        { weight: 60, arbitrary: content },
        { weight: 1, arbitrary: fc.constant<EventContent>({ kind: 'scrapped' }) },
    ),
    late: fc.nat(200),
    value: fc.nat(300_000),
    correction: fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.record({ at: fc.nat(40), confirms: fc.boolean(), voids: fc.boolean() }) },
    ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** All pages are at hand, as if each had been loaded. */
interface Told {
    passport: PassportRecord;
    older: readonly PassportEvent[];
}

const contextOf = (author: string, day: number, older: readonly PassportEvent[]): EventContext => ({
    author,
    roles: organisations[author] ?? [],
    recordedAt: noon(dayOfNumber(day)),
    transactionId: `tx${String(day)}`,
    parameters: defaultJudgementParameters,
    older,
    holdsCode: true,
    hash: sha256,
});

function inputOf(given: Step, index: number, { passport, older }: Told): { input: EventInput; author: string } {
    const day = FIRST_DAY + index * 30;
    const all = [...older, ...passport.events];
    const { correction, value } = given;
    const author = authorOf(given);
    const target = correction && all[correction.at % all.length];
    const figure = { status: 'read', value, unit: 'km' } as const;
    if (correction && target && correction.confirms) {
        const request = {
            passport: 'p',
            event: `e${String(index)}`,
            confirms: passport.corrections.at(-1)?.event ?? 'x',
        };
        return { author, input: confirmationInput(request, noon(dayOfNumber(day))) };
    }
    if (correction && target) {
        const request = { passport: 'p', event: `e${String(index)}`, corrects: target.event, reason: 'r' };
        const said = correction.voids ? request : { ...request, reading: figure };
        return { author: target.author, input: correctionInput(said, noon(dayOfNumber(day))) };
    }
    const reading = withoutReading.includes(given.content.kind) ? {} : { reading: figure };
    const happened = dayOfNumber(day - given.late);
    return { author, input: { event: `e${String(index)}`, day: happened, content: given.content, ...reading } };
}

function lived(
    steps: readonly Step[],
    visit: (told: Told, applied: AppliedEvent, again: () => AppliedEvent) => void,
): Told {
    const told: Told = { passport: born(), older: [] };
    steps.forEach((given, index) => {
        const { author, input } = inputOf(given, index, told);
        const context = contextOf(author, FIRST_DAY + index * 30, told.older);
        try {
            const applied = applyEvent(told.passport, input, context);
            const older = [...told.older, ...(applied.spill?.events ?? [])];
            visit(told, applied, () => applyEvent(applied.passport, input, { ...context, older }));
            told.passport = applied.passport;
            told.older = older;
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
        }
    });
    return told;
}

const lives = fc.array(step, { minLength: 20, maxLength: 120, size: 'max' });

describe('the life of a passport, whatever happens', () => {
    it('keeps its history: events are added, numbered, linked, and never change', () => {
        const seen = new Set<string>();
        fc.assert(
            fc.property(lives, (steps) => {
                const told = lived(steps, ({ passport }, applied) => {
                    assertHistoryKept(passport, applied.passport);
                    seen.add(applied.event.kind);
                });
                const numbers = [...told.older, ...told.passport.events].map(({ number }) => number);
                expect(numbers).to.deep.equal(numbers.map((_, index) => index + 1));
                expect(told.passport.eventCount).to.equal(numbers.length);
            }),
            { numRuns: 100 },
        );
        expect([...seen]).to.include.members([
            'correction',
            'correction-confirmed',
            'scrapped',
            'fit-for-road',
            'found',
            'returned',
            'recall-closed',
            'pledge-released',
        ]);
    });

    it('changes nothing when an event comes again', () => {
        fc.assert(
            fc.property(lives, (steps) => {
                lived(steps, (_, applied, again) => {
                    expect(again()).to.deep.equal({
                        outcome: 'unchanged',
                        passport: applied.passport,
                        event: applied.event,
                    });
                });
            }),
        );
    });

    it('is judged by what its head holds, and written as canonical JSON', () => {
        fc.assert(
            fc.property(lives, (steps) => {
                const { passport } = lived(steps, () => undefined);
                expect(judgePassport(passport, defaultJudgementParameters)).to.deep.equal(passport);
                expect(JSON.parse(canonicalJson(passport))).to.deep.equal(passport);
            }),
        );
    });

    it('has one reading in force for each event at most', () => {
        fc.assert(
            fc.property(lives, (steps) => {
                const { passport } = lived(steps, () => undefined);
                const origin = new Map(passport.corrections.map(({ event, corrects }) => [event, corrects]));
                const inForce = passport.readings
                    .filter(({ voidedBy }) => voidedBy === undefined)
                    .map(({ event }) => origin.get(event) ?? event);
                expect(new Set(inForce).size).to.equal(inForce.length);
            }),
        );
    });

    it('adds up what organisations did', () => {
        fc.assert(
            fc.property(lives, (steps) => {
                const sums = { readings: 1, discrepancies: 0 };
                const { passport } = lived(steps, (before, applied) => {
                    for (const delta of qualityDelta(before.passport, applied.passport)) {
                        sums.readings += delta.readings;
                        sums.discrepancies += delta.discrepancies;
                    }
                });
                expect(sums.readings).to.equal(passport.readings.length);
                const later = new Set(passport.judgement.pairs.map((pair) => pair.later));
                const standing = passport.readings.filter(({ event }) => later.has(event)).length;
                expect(sums.discrepancies).to.equal(standing);
            }),
        );
    });
});
