import { readFileSync } from 'node:fs';

import { readPain001 } from '@quartier/client';

/** What a bank notifies once it has carried out a payment message: each payment on the payee's account, or the payer's own. */
export function camt054Of(pain001: string, { hub }: { readonly hub: string }): string {
    const { payments, messageId } = readPain001(readFileSync(pain001, 'utf8'));
    const entries = payments.map(({ endToEndId, amountCents, debtorIban }, index) => {
        const amount = `${amountCents.slice(0, -2) || '0'}.${amountCents.slice(-2).padStart(2, '0')}`;
        const direction = debtorIban === hub ? 'DBIT' : 'CRDT';
        return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-06-01</Dt></BookgDt><AcctSvcrRef>BANK-${messageId}-${String(index)}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt>
<RltdPties><DbtrAcct><Id><IBAN>${debtorIban}</IBAN></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls></Ntry>`;
    });
    const sum = payments.reduce((total, { amountCents }) => total + BigInt(amountCents), 0n).toString();
    return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>N-${messageId}</MsgId><CreDtTm>2026-06-01T09:00:00Z</CreDtTm></GrpHdr>
<Ntfctn><Id>1</Id><Acct><Id><IBAN>${hub}</IBAN></Id></Acct>
<TxsSummry><TtlNtries><NbOfNtries>${String(payments.length)}</NbOfNtries><Sum>${sum.slice(0, -2)}.${sum.slice(-2)}</Sum></TtlNtries></TxsSummry>
${entries.join('\n')}
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
}

/** Example IBANs of the registry of ISO 13616, by member. */
export const ACCOUNTS_CSV = `msp,name,iban,bic
CouncilMSP,Council,NL91ABNA0417164300,ABNANL2A
MetroMSP,Metro,FR1420041010050500013M02606,PSSTFRPPPAR
WheelsMSP,Wheels,BE68539007547034,GKCCBEBB
CarsMSP,Cars,DE89370400440532013000,COBADEFF
`;
export const HUB_IBAN = 'NL91ABNA0417164300';
