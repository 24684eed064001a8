import { MICRO_EUR_A_CENT } from '../../units/index.js';
import { listOf, nullOr, object, oneOf, Refused, wholeNumber, type Decoder } from '../../wire/index.js';
import { amount, id, instant, mspId, ppm } from '../members.js';
import { intervalRules, modes, priceFault, priceModel, tariffLimits } from '../tariffs/index.js';
import { planLimits, type Allowance, type Overage, type Plan, type PlanPeriod } from './plan.js';

const named = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

const someModes = listOf(oneOf(modes), { most: modes.length });

const month = object({ kind: oneOf(['month']) });
const days = object({ kind: oneOf(['days']), days: wholeNumber(1, planLimits.periodDays) });
const period: Decoder<PlanPeriod> = (value, at) => (named(value, 'kind') === 'days' ? days : month)(value, at);

const unlimited = object({ modes: someModes, measure: oneOf(['unlimited']) });
const measured = object({
    modes: someModes,
    measure: oneOf(['seconds', 'metres', 'rides']),
    amount: wholeNumber(0, tariffLimits.segmentEdge),
    per: oneOf(['ride', 'day', 'period']),
});
const allowance: Decoder<Allowance> = (value, at) =>
    (named(value, 'measure') === 'unlimited' ? unlimited : measured)(value, at);

const share = object({ modes: someModes, sharePpm: ppm });
const ownPrice = object({ modes: someModes, price: priceModel, intervals: oneOf(intervalRules) });
const overage: Decoder<Overage> = (value, at) => (named(value, 'price') === undefined ? share : ownPrice)(value, at);

const members: Decoder<Plan> = object(
    {
        seller: mspId,
        plan: id,
        version: wholeNumber(1, 1_000_000),
        from: instant,
        to: nullOr(instant),
        priceMicroEur: amount,
        vatPpm: ppm,
        period,
        allowances: listOf(allowance, { most: planLimits.allowances }),
        overage: listOf(overage, { most: planLimits.overages }),
    },
    { name: id, capDayMicroEur: amount, capMonthMicroEur: amount, fairRidesPerDay: wholeNumber(1, 10_000) },
);

/** @throws Refused REQUEST_MALFORMED, MOBILITY_PLAN_INVALID */
export const planDecoder: Decoder<Plan> = (value, at) => {
    const plan = members(value, at);
    const reason = planFault(plan);
    if (reason !== undefined) throw new Refused('MOBILITY_PLAN_INVALID', { reason });
    return plan;
};

function planFault({ from, to, priceMicroEur, allowances, overage: overages, ...plan }: Plan): string | undefined {
    if (to !== null && to <= from) return 'to must be after from';
    if (BigInt(priceMicroEur) % MICRO_EUR_A_CENT !== 0n) return 'its price is not in whole cents';
    if ([...allowances, ...overages].some(({ modes: of }) => of.length === 0))
        return 'an allowance or an overage names no mode';
    const { capDayMicroEur: ofDay, capMonthMicroEur: ofMonth } = plan;
    if (ofDay !== undefined && ofMonth !== undefined && BigInt(ofDay) > BigInt(ofMonth))
        return 'the cap of a day is more than that of a month';
    return overages.map(overageFault).find((fault) => fault !== undefined);
}

function overageFault(rest: Overage): string | undefined {
    if (!('price' in rest)) return undefined;
    if (rest.price.caps !== undefined || rest.price.surgeMaximumPpm !== undefined)
        return 'the price of an overage has no caps and no surge of its own';
    const fault = priceFault(rest.price);
    return fault && `the price of an overage: ${fault}`;
}
