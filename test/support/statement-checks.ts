import type { EnergyTotals, Statement, StatementLine } from '@quartier/rules/energy';
import { expect } from 'chai';

const ENERGIES = [
    'consumptionWh',
    'productionWh',
    'selfConsumedWh',
    'complementWh',
    'sharedWh',
    'surplusWh',
] as const satisfies readonly (keyof EnergyTotals)[];

/** What holds in every statement: identities of its totals, sums of its lines, payments to the cent, nothing lost. */
export function expectBalanced({ members, totals }: Statement): void {
    for (const name of ENERGIES) expect(sumOf(members, name), name).to.equal(BigInt(totals[name]));
    const [consumption, production, selfConsumed, complement, shared, surplus] = ENERGIES.map((name) =>
        BigInt(totals[name]),
    ) as [bigint, bigint, bigint, bigint, bigint, bigint];
    expect(selfConsumed).to.equal(shared);
    expect(consumption).to.equal(selfConsumed + complement);
    expect(production).to.equal(shared + surplus);

    const charged = members.filter(({ amountMicroEur }) => !amountMicroEur.startsWith('-'));
    expect(sumOf(members, 'amountMicroEur'), 'postings').to.equal(0n);
    expect(sumOf(charged, 'amountMicroEur')).to.equal(BigInt(totals.amountMicroEur));
    expect(sumOf(members, 'roundingMicroEur')).to.equal(BigInt(totals.roundingMicroEur));
    members.forEach(expectLineBalanced);
}

function expectLineBalanced(line: StatementLine): void {
    for (const name of [...ENERGIES, 'amountMicroEur', 'paymentCents', 'roundingMicroEur'] as const) {
        expect(line[name], `${line.meter} ${name}`).to.match(/^(?:0|-?[1-9]\d*)$/u);
    }
    const { role, meter } = line;
    const rounding = BigInt(line.roundingMicroEur);
    expect(BigInt(line.paymentCents) * 10_000n + rounding, meter).to.equal(BigInt(line.amountMicroEur));
    expect(rounding >= -5_000n && rounding <= 5_000n, `${meter} is rounded once, to the cent`).to.equal(true);
    expect(BigInt(line.consumptionWh)).to.equal(BigInt(line.selfConsumedWh) + BigInt(line.complementWh));
    expect(BigInt(line.productionWh)).to.equal(BigInt(line.sharedWh) + BigInt(line.surplusWh));
    expect(role === 'consumer' ? line.productionWh : line.consumptionWh, `${meter} ${role}`).to.equal('0');
}

type Figure = (typeof ENERGIES)[number] | 'amountMicroEur' | 'roundingMicroEur';

export function sumOf(lines: readonly StatementLine[], name: Figure): bigint {
    return lines.reduce((sum, line) => sum + BigInt(line[name]), 0n);
}
