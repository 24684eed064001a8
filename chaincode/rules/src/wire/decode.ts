/**
 * Decoders of what arrives from outside. Each takes a value of unknown shape and where it stands, and gives a value of
 * its type or refuses with REQUEST_MALFORMED. A reason names the place and never the value, which may be private.
 */
import { Refused } from './refusal.js';

export type Decoder<T> = (value: unknown, at: string) => T;

type Fields = Readonly<Record<string, Decoder<unknown>>>;
type Decoded<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Decoder<infer T> ? T : never };

/** @throws Refused REQUEST_MALFORMED */
export function decodeJson<T>(text: string, decoder: Decoder<T>, at: string): T {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        // The parser's own message quotes the text.
        throw malformed(at, 'must be JSON');
    }
    return decoder(value, at);
}

export function malformed(at: string, must: string): Refused {
    return new Refused('REQUEST_MALFORMED', { reason: `${at} ${must}` });
}

/** An object of exactly these members: all of the first, any of the second, no other. */
export function object<R extends Fields>(required: R): Decoder<Decoded<R>>;
export function object<R extends Fields, O extends Fields>(
    required: R,
    optional: O,
): Decoder<Decoded<R> & Partial<Decoded<O>>>;
export function object(required: Fields, optional: Fields = {}): Decoder<Readonly<Record<string, unknown>>> {
    const decoders = new Map([...Object.entries(required), ...Object.entries(optional)]);
    const names = [...decoders.keys()];
    return (value, at) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value))
            throw malformed(at, 'must be an object');
        const members = value as Readonly<Record<string, unknown>>;
        if (Object.keys(members).some((name) => !decoders.has(name)))
            throw malformed(at, `has a member that is not one of: ${names.join(', ')}`);
        const decoded: Record<string, unknown> = {};
        for (const [name, decoder] of decoders) {
            if (Object.hasOwn(members, name)) decoded[name] = decoder(members[name], `${at}.${name}`);
            else if (Object.hasOwn(required, name)) throw malformed(`${at}.${name}`, 'is missing');
        }
        return decoded;
    };
}

/** A list; one longer than the limit is refused by `tooLong`, before anything in it is looked at. */
export function listOf<T>(
    item: Decoder<T>,
    limit: { readonly most: number; readonly tooLong?: (size: number) => Refused },
): Decoder<readonly T[]> {
    return (value, at) => {
        if (!Array.isArray(value)) throw malformed(at, 'must be a list');
        if (value.length > limit.most)
            throw limit.tooLong?.(value.length) ?? malformed(at, `has more than ${String(limit.most)} items`);
        return value.map((entry: unknown, index) => item(entry, `${at}[${String(index)}]`));
    };
}

/** A text; `fault` says what is wrong with it, or gives undefined. */
export function text(fault: (value: string) => string | undefined): Decoder<string> {
    return (value, at) => {
        if (typeof value !== 'string') throw malformed(at, 'must be a text');
        const found = fault(value);
        if (found !== undefined) throw malformed(at, found);
        return value;
    };
}

/** A whole number from `least` to `most`, both included. */
export function wholeNumber(least: number, most: number): Decoder<number> {
    return (value, at) => {
        if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
            throw malformed(at, `must be a whole number from ${String(least)} to ${String(most)}`);
        return value;
    };
}

export function oneOf<const T extends string | number>(choices: readonly T[]): Decoder<T> {
    return (value, at) => {
        const found = choices.find((choice) => choice === value);
        if (found === undefined) throw malformed(at, `must be one of: ${choices.join(', ')}`);
        return found;
    };
}

export function nullOr<T>(decoder: Decoder<T>): Decoder<T | null> {
    return (value, at) => (value === null ? null : decoder(value, at));
}

/** An object whose member names are data. */
export function recordOf<T>(item: Decoder<T>, most: number): Decoder<Readonly<Record<string, T>>> {
    return (value, at) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value))
            throw malformed(at, 'must be an object');
        const members = Object.entries(value);
        if (members.length > most) throw malformed(at, `has more than ${String(most)} members`);
        return Object.fromEntries(members.map(([name, member]) => [name, item(member, `${at}.${name}`)]));
    };
}
