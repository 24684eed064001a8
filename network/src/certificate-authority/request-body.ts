import { ServiceError } from './service-error.js';

/** The members of a JSON body, each read with the type that it must have; one that is not there is undefined. */
export class RequestBody {
    readonly #members: Readonly<Record<string, unknown>>;

    private constructor(members: Readonly<Record<string, unknown>>) {
        this.#members = members;
    }

    /** @throws {ServiceError} when it is no JSON object; no body at all is an empty one */
    static read(bytes: Buffer): RequestBody {
        if (bytes.length === 0) return new RequestBody({});
        try {
            return RequestBody.#of(JSON.parse(bytes.toString()));
        } catch {
            throw bad('it is not a JSON object');
        }
    }

    static #of(value: unknown): RequestBody {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('an object was expected');
        return new RequestBody(value as Readonly<Record<string, unknown>>);
    }

    text(name: string, longest = 1024): string | undefined {
        const value = this.#member(name);
        if (value === undefined) return undefined;
        if (typeof value === 'string' && value.length <= longest) return value;
        throw bad(`${name} must be a text of ${longest} characters at most`);
    }

    /** A text, or the other where it is not there or empty. */
    textOr(name: string, other: string): string {
        const given = this.text(name) ?? '';
        return given === '' ? other : given;
    }

    wholeNumber(name: string): number | undefined {
        const value = this.#member(name);
        if (value === undefined || Number.isSafeInteger(value)) return value as number | undefined;
        throw bad(`${name} must be a whole number`);
    }

    flag(name: string): boolean {
        const value = this.#member(name);
        if (value === undefined || typeof value === 'boolean') return value ?? false;
        throw bad(`${name} must be true or false`);
    }

    list(name: string, longest: number): RequestBody[] | undefined {
        const value = this.#member(name);
        if (value === undefined) return undefined;
        if (!Array.isArray(value) || value.length > longest) throw bad(`${name} must be a list of ${longest} at most`);
        return value.map((one: unknown) => RequestBody.#of(one));
    }

    #member(name: string): unknown {
        const value = Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
        return value === null ? undefined : value;
    }
}

const bad = (reason: string): ServiceError =>
    new ServiceError(400, 'badBody', `Failure reading the request body: ${reason}`);
