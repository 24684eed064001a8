import { divideHalfAwayFromZero } from '../../units/index.js';
import { chargeLine, type ChargeLine } from './charge.js';

const WHOLE_PPM = 1_000_000n;

/**
 * The VAT of a price, one sum a rate: contained in it, or added by a line a rate, each rounded once to micro-euro, halves
 * away from zero.
 */
export function taxOf(
    { taxIncluded }: { readonly taxIncluded: boolean },
    byVatPpm: ReadonlyMap<number, bigint>,
): { readonly lines: readonly ChargeLine[]; readonly amountMicroEur: bigint } {
    const lines: ChargeLine[] = [];
    let tax = 0n;
    for (const [vatPpm, price] of byVatPpm) {
        if (vatPpm === 0 || price === 0n) continue;
        if (taxIncluded) {
            tax += divideHalfAwayFromZero(price * BigInt(vatPpm), WHOLE_PPM + BigInt(vatPpm));
            continue;
        }
        const line = chargeLine('TAX', vatPpm, price, Number(WHOLE_PPM));
        tax += BigInt(line.amountMicroEur);
        lines.push(line);
    }
    return { lines, amountMicroEur: tax };
}
