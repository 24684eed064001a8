/** Watt-hours as kWh with three decimals, `1234.567`. */
export function kWh(wattHours: string): string {
    return withPoint(BigInt(wattHours), 3);
}

/** Cents as euro, `-12.34`. */
export function euro(cents: string): string {
    return withPoint(BigInt(cents), 2);
}

/** Micro-euro as euro with all their decimals, `12.345678`. */
export function exactEuro(microEur: string): string {
    return withPoint(BigInt(microEur), 6);
}

/** A ratio of whole numbers in per cent with one decimal, or a dash where there is nothing to divide by. */
export function percent(part: string, whole: string): string {
    const divisor = BigInt(whole);
    if (divisor === 0n) return '-';
    return `${withPoint((BigInt(part) * 2000n + divisor) / (2n * divisor), 1)} %`;
}

function withPoint(amount: bigint, decimals: number): string {
    const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
    return `${amount < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
