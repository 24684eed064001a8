import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** A secret as it is kept: salted and hashed by scrypt (RFC 7914), both in base64. */
export interface StoredSecret {
    readonly salt: string;
    readonly hash: string;
}

const HASH_BYTES = 32;
const SALT_BYTES = 16;
const SECRET_BYTES = 12;

const hashOf = promisify<string, Buffer, number, Buffer>(scrypt);

/** 96 bits of chance in 16 letters and digits, hyphens and underscores. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export async function storedSecret(secret: string): Promise<StoredSecret> {
    const salt = randomBytes(SALT_BYTES);
    return {
        salt: salt.toString('base64'),
        hash: (await hashOf(secret, salt, HASH_BYTES)).toString('base64'),
    };
}

export async function isSecret(secret: string, { salt, hash }: StoredSecret): Promise<boolean> {
    return timingSafeEqual(await hashOf(secret, Buffer.from(salt, 'base64'), HASH_BYTES), Buffer.from(hash, 'base64'));
}
