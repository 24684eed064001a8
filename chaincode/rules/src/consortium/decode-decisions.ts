/** Decoders of what is proposed, voted and asked; strict, as those of every area. */
import { idFault, idLengths, isDay } from '../units/index.js';
import { decodeJson, object, Refused, text, wholeNumber, type Decoder, type Json } from '../wire/index.js';

import { decisionLimits } from './decision-records.js';
import type * as wire from './transactions.js';

/**
 * What the organisations of an area decide on: a subject's name, and the decoder that a value must pass. The decoder's
 * result is what is kept, so it gives what JSON can say: no `bigint`, no `Map`.
 */
export type DecisionSubjects = Readonly<Record<string, Decoder<unknown>>>;

const REQUEST = 'request';

const decision = text((value) => idFault(value, idLengths.decision));
const subject = text((value) => idFault(value, idLengths.subject));
const day = text((value) => (isDay(value) ? undefined : 'must be a day, YYYY-MM-DD'));
const cursor = text((value) =>
    /^[A-Za-z0-9_-]{1,1024}$/u.test(value) ? undefined : 'must be the next of the page before',
);
/** Read by the subject's own decoder, once the subject is known. */
const anyValue: Decoder<unknown> = (value) => value;

const propose = object({ decision, subject, from: day, value: anyValue });
const onlyDecision = object({ decision });
const listDecisions = object({}, { after: cursor, limit: wholeNumber(1, decisionLimits.rowsPerList) });
const inForce = object({ subject, day });

/** @throws Refused REQUEST_MALFORMED, CONSORTIUM_SUBJECT_UNKNOWN, and what the subject's decoder refuses. */
export function decodePropose(json: string, subjects: DecisionSubjects): wire.ProposeRequest {
    const request = decodeJson(json, propose, REQUEST);
    const value = decoderOf(subjects, request.subject)(request.value, `${REQUEST}.value`);
    return { ...request, value: value as Json };
}

export function decodeDecision(json: string): wire.DecisionRequest {
    return decodeJson(json, onlyDecision, REQUEST);
}

export function decodeListDecisions(json: string): wire.ListDecisionsRequest {
    return decodeJson(json, listDecisions, REQUEST);
}

/** @throws Refused REQUEST_MALFORMED, CONSORTIUM_SUBJECT_UNKNOWN */
export function decodeInForce(json: string, subjects: DecisionSubjects): wire.InForceRequest {
    const request = decodeJson(json, inForce, REQUEST);
    decoderOf(subjects, request.subject);
    return request;
}

function decoderOf(subjects: DecisionSubjects, name: string): Decoder<unknown> {
    const decoder = Object.hasOwn(subjects, name) ? subjects[name] : undefined;
    if (decoder !== undefined) return decoder;
    throw new Refused('CONSORTIUM_SUBJECT_UNKNOWN', { subject: name, subjects: Object.keys(subjects).sort() });
}
