import { decimalText } from '@quartier/rules/mobility';

/** Micro-euro as euro, with two decimals or as many as are needed. */
export function euroOf(microEur: string): string {
    return decimalText(BigInt(microEur));
}
