/** Decoder of an incentive in its form. What is wrong is refused with REQUEST_MALFORMED, which names the place. */
import { idFault, zoneFault, type ZoneTable } from '../../units/index.js';
import {
    listOf,
    malformed,
    nullOr,
    object,
    oneOf,
    recordOf,
    text,
    wholeNumber,
    type Decoder,
} from '../../wire/index.js';
import { trueOrFalse, zoneTable } from '../members.js';
import { decimal, wholeCents } from './decimal.js';
import { calendar, condition, label, metres, name, place, someOf } from './decode-condition.js';
import { moment } from './moment.js';
import {
    POLICY_FORM,
    policyLimits,
    type AmountRule,
    type Boost,
    type Cap,
    type IncentivePolicy,
    type Quantity,
    type Requirement,
    type Rounding,
    type Term,
} from './policy.js';

const euro = decimal('-10000', '10000');
const bound = decimal('0', '10000');
const times = decimal('-100', '100');
const factor = decimal('0', '100');
const each = oneOf(['seat', 'journey']);
const paid = oneOf(['contribution', 'revenue']);
const metresCounted = wholeNumber(0, 10_000_000);

const zone: Decoder<ZoneTable> = (value, at) => {
    const table = zoneTable(value, at);
    const fault = zoneFault(table);
    if (fault !== undefined) throw malformed(at, `cannot be used: ${fault}`);
    return table;
};

const requirement: Decoder<Requirement> = object({ that: condition }, { label, when: condition });
const exclusion = object({ that: condition }, { label });

const termMembers = { label, metres, when: condition, leastEuro: bound, mostEuro: bound };
const flatTerm = object({ euro }, { each, ...termMembers });
const perKmTerm = object(
    { euroPerKm: euro },
    {
        each,
        afterMetres: metresCounted,
        upToMetres: metresCounted,
        kilometres: oneOf(['exact', 'nearest', 'started', 'completed']),
        ...termMembers,
    },
);
const shareTerm = object({ of: paid }, { times, ...termMembers });

const term: Decoder<Term> = (value, at) =>
    oneDecoderOf<Term>({ euro: flatTerm, euroPerKm: perKmTerm, of: shareTerm }, value, at);

const quantity: Decoder<Quantity> = (value, at) =>
    oneDecoderOf<Quantity>(
        { euro: object({ euro: bound }, { each }), of: object({ of: paid }, { times: factor }) },
        value,
        at,
    );

const amountRule: Decoder<AmountRule> = object(
    { sum: listOf(term, { most: policyLimits.terms }) },
    { label, when: condition, times: factor, least: quantity, most: quantity },
);

const boost: Decoder<Boost> = object({ when: condition, times: factor }, { label });

const capMembers: Decoder<Cap> = object(
    {
        count: oneOf(['journeys', 'trips', 'seats', 'amount']),
        of: oneOf(['driver', 'passenger', 'person', 'pair', 'trip', 'operator', 'everyone']),
        per: oneOf(['day', 'week', 'month', 'year', 'campaign']),
    },
    {
        id: name,
        label,
        most: wholeNumber(0, 1_000_000_000),
        mostEuro: wholeCents('0'),
        when: condition,
        whole: trueOrFalse,
    },
);

const cap: Decoder<Cap> = (value, at) => {
    const decoded = capMembers(value, at);
    const [wanted, other] =
        decoded.count === 'amount' ? (['mostEuro', 'most'] as const) : (['most', 'mostEuro'] as const);
    if (decoded[wanted] === undefined) throw malformed(`${at}.${wanted}`, 'is missing');
    if (decoded[other] !== undefined) throw malformed(`${at}.${other}`, `does not go with count ${decoded.count}`);
    return decoded;
};

const rounding: Decoder<Rounding> = object({
    toEuro: wholeCents('0.01'),
    mode: oneOf(['nearest', 'down', 'up']),
});

const members: Decoder<IncentivePolicy> = object(
    {
        form: oneOf([POLICY_FORM] as const),
        id: name,
        title: text((value) => idFault(value, 200)),
        recipient: oneOf(['driver', 'passenger']),
        zone,
        from: moment,
        to: nullOr(moment),
        amounts: someOf(amountRule, policyLimits.amounts),
    },
    {
        payer: text((value) => idFault(value, 200)),
        source: text((value) => idFault(value, 500)),
        places: recordOf(place, policyLimits.places),
        calendars: recordOf(calendar, policyLimits.calendars),
        requires: listOf(requirement, { most: policyLimits.requirements }),
        excludes: listOf(exclusion, { most: policyLimits.requirements }),
        boosts: listOf(boost, { most: policyLimits.boosts }),
        least: quantity,
        most: quantity,
        rounding,
        budgetEuro: wholeCents('0'),
        caps: listOf(cap, { most: policyLimits.caps }),
    },
);

/** @throws Refused REQUEST_MALFORMED with the place and what must stand there. */
export const incentivePolicy: Decoder<IncentivePolicy> = members;

/** The decoder of the one of these members that the object has. */
function oneDecoderOf<T>(decoders: Readonly<Record<string, Decoder<T>>>, value: unknown, at: string): T {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(at, 'must be an object');
    const found = Object.keys(decoders).filter((member) => Object.hasOwn(value, member));
    const decoder = decoders[found[0] ?? ''];
    if (decoder === undefined || found.length > 1)
        throw malformed(at, `must have one of: ${Object.keys(decoders).join(', ')}`);
    return decoder(value, at);
}
