import { XMLParser, XMLValidator } from 'fast-xml-parser';

import { unreadableMessage } from '../clearing-file-refusals.js';

/** An element of an ISO 20022 message, without namespace prefixes. */
export type XmlElement = Readonly<Record<string, unknown>>;

export interface IsoMessage {
    /** `camt.054.001.08`, from the namespace. */
    readonly definition: string;
    /** The one element inside Document. */
    readonly body: XmlElement;
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:';
const ATTRIBUTE = '@_';
const TEXT = '#text';
/** 10,000 payments take about 10 MB. */
const MOST_CHARACTERS = 256 * 1_048_576;

const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE,
    textNodeName: TEXT,
    // Its own way to drop prefixes drops the namespace too.
    transformTagName: (name) => name.slice(name.indexOf(':') + 1),
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
});

/**
 * Reads a message of one of the definitions. A document type declaration is refused, so nothing is expanded or fetched.
 *
 * @throws UnusableFile MOBILITY_PAYMENT_FILE_UNREADABLE
 */
export function readMessage(xml: string, definitions: readonly string[]): IsoMessage {
    if (xml.length > MOST_CHARACTERS) throw unreadableMessage('it is larger than 256 MB');
    if (/<!(?:DOCTYPE|ENTITY)/u.test(xml)) throw unreadableMessage('it declares a document type');
    const { document, definition } = parse(xml);
    if (!definitions.includes(definition)) {
        throw unreadableMessage(
            `it is ${definition === '' ? 'no ISO 20022 message' : definition}, not ${namedSpan(definitions)}`,
        );
    }
    const body = Object.entries(document).find(([name]) => !name.startsWith(ATTRIBUTE) && name !== TEXT)?.[1];
    if (!isElement(body)) throw unreadableMessage('its Document is empty');
    return { definition, body };
}

function namedSpan(definitions: readonly string[]): string {
    const [first = '', ...others] = definitions;
    const last = others.at(-1);
    if (last === undefined) return first;
    return others.length === 1 ? `${first} or ${last}` : `one of ${first} to ${last}`;
}

function parse(xml: string): { readonly document: XmlElement; readonly definition: string } {
    const valid = XMLValidator.validate(xml);
    if (valid !== true) throw unreadableMessage(`line ${String(valid.err.line)}: ${valid.err.msg}`);
    const root = parser.parse(xml) as unknown;
    const document = isElement(root) ? root['Document'] : undefined;
    if (!isElement(document)) throw unreadableMessage('it has no Document');
    const namespace = Object.values(document).find(
        (value): value is string => typeof value === 'string' && value.startsWith(NAMESPACE),
    );
    return { document, definition: namespace?.slice(NAMESPACE.length) ?? '' };
}

/** The elements at a path; of every step all that are there. */
export function elementsAt(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
    return nodesAt(element, path).map((node) => (isElement(node) ? node : { [TEXT]: node }));
}

/** The text at a path, undefined where there is none; of several the first. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | undefined {
    const [node] = nodesAt(element, path);
    const text = isElement(node) ? node[TEXT] : node;
    return typeof text === 'string' && text !== '' ? text : undefined;
}

export function attributeOf(element: XmlElement, name: string): string | undefined {
    const value = element[`${ATTRIBUTE}${name}`];
    return typeof value === 'string' ? value : undefined;
}

/** @throws UnusableFile MOBILITY_PAYMENT_FILE_UNREADABLE where there is none */
export function requiredText(element: XmlElement, at: string, ...path: readonly string[]): string {
    const text = textAt(element, ...path);
    if (text === undefined) throw unreadableMessage(`${at} has no ${path.join('/')}`);
    return text;
}

function nodesAt(element: XmlElement, path: readonly string[]): readonly unknown[] {
    return path.reduce<readonly unknown[]>(
        (nodes, name) =>
            nodes.flatMap((node): readonly unknown[] => {
                const found = isElement(node) ? node[name] : undefined;
                if (found === undefined) return [];
                return Array.isArray(found) ? (found as readonly unknown[]) : [found];
            }),
        [element],
    );
}

function isElement(value: unknown): value is XmlElement {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
