import { accountFault, mobilityRefusals, type Booking, type PaymentAccount } from '@quartier/rules/mobility';

import { readTable } from '../files/index.js';
import { Refusal } from '../gateway/index.js';

/** Accounts by MSP id. They never go to the ledger. */
export type Accounts = ReadonlyMap<string, PaymentAccount>;

/**
 * Reads where members are paid from CSV of `msp,name,iban,bic`.
 *
 * @throws UnusableFile FILE_UNREADABLE, FILE_HEADER, FILE_WITHOUT_ROWS; Refusal MOBILITY_PAYMENT_ACCOUNT_INVALID
 */
export async function readAccountsFile(file: string): Promise<Accounts> {
    const accounts = new Map<string, PaymentAccount>();
    for (const { cells } of await readTable(file, ['msp', 'name', 'iban', 'bic'])) {
        const { msp = '', name = '', iban = '', bic = '' } = cells;
        const account = { name, iban: iban.replaceAll(' ', '').toUpperCase(), bic: bic.toUpperCase() };
        const reason = accounts.has(msp) ? 'it stands twice' : accountFault(account);
        if (reason !== undefined)
            throw new Refusal('MOBILITY_PAYMENT_ACCOUNT_INVALID', { member: msp, reason }, mobilityRefusals);
        accounts.set(msp, account);
    }
    return accounts;
}

/** Whose account a booking was debited from: by IBAN, by name only where the bank does not tell the account. */
export function debtorOf({ debtorIban, debtorName }: Booking, accounts: Accounts): string | undefined {
    const isDebtor = ({ iban, name }: PaymentAccount): boolean =>
        debtorIban === undefined ? debtorName !== undefined && plain(debtorName) === plain(name) : debtorIban === iban;
    return [...accounts].find(([, account]) => isDebtor(account))?.[0];
}

/** Banks write names in capitals and with spaces of their own. */
function plain(name: string): string {
    return name.toUpperCase().replace(/\s+/gu, ' ').trim();
}
