import type { Day, Statement, StatementLine, Supply } from '@quartier/rules/energy';
import { dayNumber, daysOfMonth } from '@quartier/rules/units';

import { formatTable } from '../cli/table.js';
import type { EnergyClient } from '../energy/index.js';

import type { SampleDistrict } from './sample-district.js';

/** What the settled month says: the shop's statement, who supplied it at the weekend, and the community's rates. */
export interface MonthReport {
    readonly statement: Statement;
    readonly shop: StatementLine;
    /** Energy that the shop got on Saturdays and Sundays, by the roof it came from. */
    readonly weekendSupplies: readonly {
        readonly producer: string;
        readonly member: string;
        readonly energyWh: bigint;
    }[];
    /** Part of the production that the community consumed, and of the consumption that it produced, in tenths of a percent. */
    readonly selfConsumptionPermille: number;
    readonly selfSufficiencyPermille: number;
}

export async function reportMonth(energy: EnergyClient, district: SampleDistrict): Promise<MonthReport> {
    const { community, month, shop: meter } = district;
    const statement = await energy.statement(community, month);
    const shop = statement.members.find((line) => line.meter === meter);
    if (shop === undefined) throw new Error(`The statement of ${month} has no line of the meter ${meter}.`);
    const days = daysOfMonth(month);
    const supplies = energy.supplies({ community, meter, from: days[0] ?? '', to: days.at(-1) ?? '' });
    const { totals } = statement;
    return {
        statement,
        shop,
        weekendSupplies: await weekendSupplies(supplies, statement),
        selfConsumptionPermille: permille(totals.sharedWh, totals.productionWh),
        selfSufficiencyPermille: permille(totals.selfConsumedWh, totals.consumptionWh),
    };
}

async function weekendSupplies(
    supplies: AsyncIterable<Supply>,
    { members }: Statement,
): Promise<MonthReport['weekendSupplies']> {
    const byProducer = new Map<string, bigint>();
    for await (const { day, producer, energyWh } of supplies) {
        if (isWeekend(day)) byProducer.set(producer, (byProducer.get(producer) ?? 0n) + BigInt(energyWh));
    }
    return [...byProducer]
        .map(([producer, energyWh]) => ({
            producer,
            member: members.find(({ meter }) => meter === producer)?.member ?? producer,
            energyWh,
        }))
        .sort((a, b) => (a.energyWh < b.energyWh ? 1 : -1));
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: Day): boolean {
    const daysAfterMonday = (((dayNumber(day) + 3) % 7) + 7) % 7;
    return daysAfterMonday >= 5;
}

function permille(part: string, whole: string): number {
    return whole === '0' ? 0 : Number((BigInt(part) * 1_000n) / BigInt(whole));
}

export function reportText({ statement, shop, ...report }: MonthReport): string {
    const { month, totals } = statement;
    return [
        `Statement of ${shop.member} (${shop.meter}), ${month}`,
        formatTable(
            [
                { what: 'consumption', figure: kwh(shop.consumptionWh) },
                { what: 'of which from the roofs of the district', figure: kwh(shop.selfConsumedWh) },
                { what: 'complement from its supplier', figure: kwh(shop.complementWh) },
                { what: 'to pay for the district’s power, at cost price', figure: euro(shop.paymentCents) },
            ],
            [
                { title: '', value: ({ what }) => `  ${what}` },
                { title: '', value: ({ figure }) => figure, right: true },
            ],
        ).trimStart(),
        '',
        'Who supplied it on Saturdays and Sundays',
        formatTable(report.weekendSupplies, [
            { title: '  roof', value: ({ member, producer }) => `  ${member} (${producer})` },
            { title: 'energy', value: ({ energyWh }) => kwh(energyWh.toString()), right: true },
        ]),
        '',
        `The district: ${kwh(totals.consumptionWh)} consumed, ${kwh(totals.productionWh)} produced, ${kwh(totals.sharedWh)} shared`,
        `  self-consumption ${percent(report.selfConsumptionPermille)} of the production`,
        `  self-sufficiency ${percent(report.selfSufficiencyPermille)} of the consumption`,
    ].join('\n');
}

function kwh(wattHours: string): string {
    const text = wattHours.padStart(4, '0');
    return `${text.slice(0, -3)}.${text.slice(-3)} kWh`;
}

function euro(cents: string): string {
    const text = cents.padStart(3, '0');
    return `${text.slice(0, -2)}.${text.slice(-2)} EUR`;
}

function percent(permilles: number): string {
    return `${String(Math.floor(permilles / 10))}.${String(permilles % 10)} %`;
}
