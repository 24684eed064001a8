import { hash } from 'node:crypto';

import { chainContent, type PassportEvent, type PassportRecord } from '@quartier/rules/vehicle';

/** The links of a passport's chain, recomputed: of the registration first, then of each event. */
export function linksOf({ root }: Pick<PassportRecord, 'root'>, events: readonly PassportEvent[]): readonly string[] {
    const links = [root];
    let link = root;
    for (const event of events) {
        link = hash('sha256', chainContent(link, event), 'hex');
        links.push(link);
    }
    return links;
}

/** Which state of a passport a link stands for. */
export type LinkedState =
    | { readonly is: 'current' }
    /** So many events were recorded since. */
    | { readonly is: 'earlier'; readonly since: number }
    /** No state of this passport ever had it. */
    | { readonly is: 'unknown' };

export function stateOfLink(link: string, links: readonly string[]): LinkedState {
    const at = links.lastIndexOf(link);
    if (at < 0) return { is: 'unknown' };
    const since = links.length - 1 - at;
    return since === 0 ? { is: 'current' } : { is: 'earlier', since };
}

/** Crockford's base 32: no letter that is taken for a digit. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/**
 * Number of the certificates of one state of a passport, 60 bits: whoever has the page of that state can compute it, so
 * a number that was made up is found out.
 */
export function certificateNumber(passport: string, link: string): string {
    const hashed = hash('sha256', `certificate ${passport} ${link}`, 'buffer');
    const digits = [...hashed.subarray(0, LENGTH)].map((byte) => DIGITS.charAt(byte % DIGITS.length)).join('');
    return digits.replace(/(.{4})(?=.)/gu, '$1-');
}
