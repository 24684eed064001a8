import type { StatedLeg } from '@quartier/rules/mobility';

import { readTable, UnusableFile } from '../files/index.js';

/**
 * Reads what a member's own books have of a window from CSV of `operator,seller,leg,digest,amount_micro_eur,disputed`.
 *
 * @throws UnusableFile FILE_UNREADABLE, FILE_HEADER; a line that cannot be used makes the file unusable, for a statement
 * without it would be wrong
 */
export async function readStatedLegsFile(file: string): Promise<readonly StatedLeg[]> {
    const columns = ['operator', 'seller', 'leg', 'digest', 'amount_micro_eur', 'disputed'];
    return (await readTable(file, columns)).map(({ line, cells }) => {
        const {
            operator = '',
            seller = '',
            leg = '',
            digest = '',
            amount_micro_eur: amount = '',
            disputed = '',
        } = cells;
        const reason = faultOf({ operator, seller, leg, digest, amount, disputed });
        if (reason !== undefined)
            throw new UnusableFile('FILE_UNREADABLE', { file, reason: `line ${String(line)}: ${reason}` });
        return {
            leg,
            digest,
            debtor: seller,
            creditor: operator,
            amountMicroEur: BigInt(amount),
            disputed: disputed === 'true',
        };
    });
}

function faultOf(
    row: Readonly<Record<'operator' | 'seller' | 'leg' | 'digest' | 'amount' | 'disputed', string>>,
): string | undefined {
    if (row.operator === '' || row.seller === '' || row.leg === '') return 'operator, seller and leg are needed';
    if (!/^[0-9a-f]{64}$/u.test(row.digest)) return 'digest is not 64 hexadecimal digits';
    if (!/^-?\d{1,16}$/u.test(row.amount)) return 'amount_micro_eur is no whole number';
    return ['true', 'false', ''].includes(row.disputed) ? undefined : 'disputed is neither true nor false';
}
