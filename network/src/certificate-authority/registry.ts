import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import type { StoredSecret } from './enrolment-secret.js';

export interface Attribute {
    readonly name: string;
    readonly value: string;
    /** Whether enrolment certificates carry it unasked. */
    readonly ecert?: boolean;
}

/** Who may enrol. */
export interface RegisteredIdentity {
    readonly id: string;
    /** The organisational unit of its certificates: `client`, `peer`, `admin`, `orderer`. */
    readonly type: string;
    /** A department, such as `housing.east`; '' is the whole organisation. */
    readonly affiliation: string;
    readonly attributes: readonly Attribute[];
    /** How often the secret may be used; -1 is without limit. */
    readonly maxEnrollments: number;
    readonly enrollments: number;
    readonly failedAttempts: number;
    readonly isRevoked: boolean;
    /** Those whose certificates were issued otherwise have none. */
    readonly secret?: StoredSecret;
}

export interface IssuedCertificate {
    /** Hexadecimal, without leading zeros. */
    readonly serial: string;
    /** The issuer's key identifier, hexadecimal. */
    readonly aki: string;
    /** Whose it is. */
    readonly id: string;
    readonly expiresAt: string;
    readonly revokedAt?: string;
}

const DURABLE = { sync: true } as const;

/** The identities and certificates of one authority, on disk. What is written is durable when the call resolves. */
export class Registry {
    readonly #database: ClassicLevel;
    readonly #identities;
    readonly #certificates;
    readonly #affiliations;

    private constructor(database: ClassicLevel) {
        const json = { valueEncoding: 'json' } as const;
        this.#database = database;
        this.#identities = database.sublevel<string, RegisteredIdentity>('identities', json);
        this.#certificates = database.sublevel<string, IssuedCertificate>('certificates', json);
        this.#affiliations = database.sublevel('affiliations');
    }

    static async open(folder: string): Promise<Registry> {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const database = new ClassicLevel(folder);
        await database.open();
        return new Registry(database);
    }

    identity(id: string): Promise<RegisteredIdentity | undefined> {
        return this.#identities.get(id);
    }

    identities(): Promise<RegisteredIdentity[]> {
        return this.#identities.values().all();
    }

    saveIdentity(identity: RegisteredIdentity): Promise<void> {
        return this.save([], [identity]);
    }

    certificate(serial: string): Promise<IssuedCertificate | undefined> {
        return this.#certificates.get(serial);
    }

    async certificatesOf(id: string): Promise<IssuedCertificate[]> {
        return (await this.#certificates.values().all()).filter((one) => one.id === id);
    }

    async revoked(): Promise<IssuedCertificate[]> {
        return (await this.#certificates.values().all()).filter(({ revokedAt }) => revokedAt !== undefined);
    }

    /** Certificates, and the identities that changed with them, all or nothing. */
    async save(
        certificates: readonly IssuedCertificate[],
        identities: readonly RegisteredIdentity[] = [],
    ): Promise<void> {
        const batch = this.#database.batch();
        for (const one of certificates) batch.put(one.serial, one, { sublevel: this.#certificates });
        for (const one of identities) batch.put(one.id, one, { sublevel: this.#identities });
        await batch.write(DURABLE);
    }

    async hasAffiliation(name: string): Promise<boolean> {
        return name === '' || (await this.#affiliations.get(name)) !== undefined;
    }

    affiliations(): Promise<string[]> {
        return this.#affiliations.keys().all();
    }

    /** With those above it: `housing.east` is within `housing`. */
    async addAffiliation(name: string): Promise<void> {
        const parts = name.split('.');
        const batch = this.#database.batch();
        parts.forEach((_, index) => {
            batch.put(parts.slice(0, index + 1).join('.'), '', { sublevel: this.#affiliations });
        });
        await batch.write(DURABLE);
    }

    close(): Promise<void> {
        return this.#database.close();
    }
}
