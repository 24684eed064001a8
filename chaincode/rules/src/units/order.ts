/**
 * Order of two strings by their UTF-8 bytes, as Fabric orders keys. JavaScript's own order is by UTF-16 units, which puts
 * surrogate pairs (U+10000 and above) before U+E000 to U+FFFF.
 */
export function compareUtf8(left: string, right: string): number {
    const length = Math.min(left.length, right.length);
    for (let at = 0; at < length; at += 1) {
        const a = left.charCodeAt(at);
        const b = right.charCodeAt(at);
        if (a !== b) return codePointRank(a) - codePointRank(b);
    }
    return left.length - right.length;
}

/** Surrogates stand for code points above U+FFFF, so they rank after every other unit. */
function codePointRank(unit: number): number {
    return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
