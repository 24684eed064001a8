import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { paymentOrders, type PaymentAccount, type PaymentOrder, type Transfer } from '@quartier/rules/mobility';
import { validateXML } from 'xmllint-wasm';

import { sha256 } from './sha256.js';

/** Example IBANs of the registry of ISO 13616. */
export const ACCOUNTS: ReadonlyMap<string, PaymentAccount> = new Map([
    ['MetroMSP', { name: 'Métro & Cie', iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPPAR' }],
    ['WheelsMSP', { name: 'Wheels <Bikes>', iban: 'BE68539007547034', bic: 'GKCCBEBB' }],
    ['CarsMSP', { name: 'Cars', iban: 'DE89370400440532013000', bic: 'COBADEFF' }],
]);

export function ordersOf(transfers: readonly Transfer[], window = '2016-W23'): readonly PaymentOrder[] {
    return paymentOrders({ window, revision: 1, transfers, sha256 }).orders;
}

/** A folder with the XML schemas that ISO 20022 publishes, `pain.001.001.09.xsd` and so on, where the machine has one. */
export const SCHEMAS = process.env['ISO20022_SCHEMAS'];

/** What the schema of a definition has against a message. */
export async function schemaErrors(xml: string, definition: string): Promise<readonly string[]> {
    const schema = await readFile(join(SCHEMAS ?? '', `${definition}.xsd`), 'utf8');
    const { errors } = await validateXML({
        xml: { fileName: 'message.xml', contents: xml },
        schema: { fileName: `${definition}.xsd`, contents: schema },
    });
    return errors.map(({ message }) => message);
}

/** The elements of a message in order, as paths from its root, each once. */
export function elementPaths(xml: string): readonly string[] {
    const open: string[] = [];
    const paths: string[] = [];
    for (const [, slash, name] of xml.matchAll(/<(\/?)([A-Za-z0-9]+)[^>]*>/gu)) {
        if (slash === '/') open.pop();
        else {
            open.push(name ?? '');
            paths.push(open.join('/'));
        }
    }
    return [...new Set(paths)];
}
