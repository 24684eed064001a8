import { Extension } from '@peculiar/x509';

/** Fabric CA's certificate extension for attributes; its value is the JSON `{"attrs":{…}}` as it stands. */
const FABRIC_ATTRIBUTES_OID = '1.2.3.4.5.6.7.8.1';

export function fabricAttributes(attributes: Readonly<Record<string, string>>): Extension {
    const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
    const json = JSON.stringify({ attrs: Object.fromEntries(sorted) });
    return new Extension(FABRIC_ATTRIBUTES_OID, false, Buffer.from(json));
}
