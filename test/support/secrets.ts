/** Looks for secrets in bytes: as they are, in hexadecimal and in base64, wherever in it they begin. */
export interface Haystack {
    /** The forms of secrets that are there. */
    found(secrets: Iterable<string>): string[];
    /** Decimal numbers that stand by themselves, of so many digits or more. */
    numbers(digits: number): ReadonlySet<string>;
}

/** Shorter texts occur by chance: in 1 MB of base64, one of 8 characters with probability 10^6 / 64^8, one of 4 with 6 %. */
export const SHORTEST = 7;

export function haystack(pieces: readonly Uint8Array[]): Haystack {
    const text = pieces.map((piece) => Buffer.from(piece).toString('latin1')).join('\n');
    const grams = new Set<string>();
    for (let at = 0; at + SHORTEST <= text.length; at += 1) grams.add(text.slice(at, at + SHORTEST));
    const has = (form: string): boolean => grams.has(form.slice(0, SHORTEST)) && text.includes(form);
    return {
        found: (secrets) => {
            const seen: string[] = [];
            for (const secret of secrets) {
                if (secret.length < SHORTEST) throw new RangeError(`${secret} is too short to look for`);
                for (const form of formsOf(secret)) if (has(form)) seen.push(`${secret} as ${form}`);
            }
            return seen;
        },
        numbers: (digits) =>
            new Set(text.match(new RegExp(`(?<![0-9A-Za-z+/_=])[0-9]{${digits},}(?![0-9A-Za-z+/_=])`, 'gu'))),
    };
}

function formsOf(secret: string): Set<string> {
    const bytes = Buffer.from(secret);
    const hex = bytes.toString('hex');
    const forms = new Set([bytes.toString('latin1'), hex, hex.toUpperCase()]);
    for (const before of [0, 1, 2]) {
        const encoded = base64Inside(bytes, before);
        forms.add(encoded);
        forms.add(encoded.replaceAll('+', '-').replaceAll('/', '_'));
    }
    return forms;
}

/** The characters of base64 that are the bytes' own when so many bytes, modulo three, stand before them. */
function base64Inside(bytes: Buffer, before: number): string {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replaceAll('=', '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(first, last);
}

/** All slices of this length that are varied enough not to occur by chance, such as a night's zeros. */
export function* slicesOf(text: string, length: number, fewestCharacters: number): Generator<string> {
    for (let at = 0; at + length <= text.length; at += 1) {
        const slice = text.slice(at, at + length);
        if (new Set(slice).size >= fewestCharacters) yield slice;
    }
}
