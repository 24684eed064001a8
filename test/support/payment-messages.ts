import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Refusal } from '@quartier/client';
import { UnusableFile } from '@quartier/client/dist/files/index.js';
import { paymentOrders, type PaymentAccount, type PaymentOrder, type Transfer } from '@quartier/rules/mobility';
import type { Context } from 'mocha';
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

/** Of one window, three. */
export const ORDERS = ordersOf([
    { from: 'MetroMSP', to: 'WheelsMSP', amount: 4_504_999n },
    { from: 'CarsMSP', to: 'WheelsMSP', amount: 1_500_000n },
    { from: 'MetroMSP', to: 'CarsMSP', amount: 12_340_000n },
]);

/** Why a file is refused, or cannot be used. */
export function codeOfFile(action: () => unknown): string {
    try {
        action();
    } catch (error) {
        if (error instanceof Refusal || error instanceof UnusableFile) return error.code;
        throw error;
    }
    throw new Error('nothing was refused');
}

/** A folder with the XML schemas that ISO 20022 publishes, `pain.001.001.09.xsd` and so on, where the machine has one. */
const SCHEMAS = process.env['ISO20022_SCHEMAS'];

/** A `before` hook. */
export function skipWithoutSchemas(this: Context): void {
    if (SCHEMAS !== undefined) return;
    process.stdout.write('    not run: ISO20022_SCHEMAS names no folder with the schemas that ISO 20022 publishes\n');
    this.skip();
}

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
