import { generateKeyPairSync, verify } from 'node:crypto';

import { nativeSigner } from '@quartier/client';
import { expect } from 'chai';
import fc from 'fast-check';

const HALF_ORDERS = {
    'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n >> 1n,
    'P-384': 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n >> 1n,
};

describe('native signer', () => {
    for (const curve of ['P-256', 'P-384'] as const) {
        it(`signs on ${curve} over SHA-256, in strict DER with a low S`, async () => {
            const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
            const sign = nativeSigner(privateKey);
            await fc.assert(
                fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (message) => {
                    const signature = Buffer.from(await sign(message));
                    expect(verify('sha256', message, publicKey, signature)).to.equal(true);
                    const { r, s } = strictDer(signature);
                    expect(r > 0n && s > 0n && s <= HALF_ORDERS[curve]).to.equal(true);
                }),
                { numRuns: 300 },
            );
        });
    }

    it('signs the message itself with Ed25519', async () => {
        const { privateKey, publicKey } = generateKeyPairSync('ed25519');
        const message = Buffer.from('a proposal');
        expect(verify(null, message, publicKey, await nativeSigner(privateKey)(message))).to.equal(true);
    });

    it('refuses keys that Fabric does not take', () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
        expect(() => nativeSigner(privateKey)).to.throw(TypeError, 'P-256, P-384 or Ed25519');
    });
});

/** Reads SEQUENCE { INTEGER r, INTEGER s }, refusing what DER does not allow: wrong lengths, needless zeros, negatives. */
function strictDer(der: Buffer): { readonly r: bigint; readonly s: bigint } {
    expect(der[0]).to.equal(0x30);
    expect(der[1]).to.equal(der.length - 2);
    const [r, afterR] = strictInteger(der, 2);
    const [s, end] = strictInteger(der, afterR);
    expect(end).to.equal(der.length);
    return { r, s };
}

function strictInteger(der: Buffer, at: number): [bigint, number] {
    expect(der[at]).to.equal(0x02);
    const length = der.readUInt8(at + 1);
    const digits = der.subarray(at + 2, at + 2 + length);
    const [first = 0, second = 0] = digits;
    expect(first < 0x80).to.equal(true);
    if (first === 0 && length > 1) expect(second >= 0x80).to.equal(true);
    return [BigInt(`0x${digits.toString('hex')}`), at + 2 + length];
}
