import { asBuffer } from './bytes.js';

/** A protobuf message's fields under the names that its generated class sets them by: `setTxId` is `txId`. */
export type Fields<Message> = {
    readonly [Name in keyof Message as Name extends `set${infer Field}` ? Uncapitalize<Field> : never]?: Settable<
        Message[Name]
    >;
};

type Settable<Setter> = Setter extends (value: infer Value) => unknown
    ? Value extends readonly (infer Element)[]
        ? readonly Element[]
        : Value
    : never;

interface Serializable {
    serializeBinary(): Uint8Array;
}

/** A message with these fields; those left out have their defaults. */
export function message<Message extends object>(type: new () => Message, fields: Fields<Message>): Message {
    const built = new type();
    for (const [field, value] of Object.entries(fields)) {
        const setters = built as Readonly<Record<string, (value: unknown) => unknown>>;
        setters[setterOf(field)]?.call(built, value);
    }
    return built;
}

/** The bytes of such a message. */
export function encoded<Message extends Serializable>(type: new () => Message, fields: Fields<Message>): Buffer {
    return asBuffer(message(type, fields).serializeBinary());
}

const setters = new Map<string, string>();

function setterOf(field: string): string {
    const known = setters.get(field) ?? `set${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    setters.set(field, known);
    return known;
}
