import { idFault, idLengths } from '../units/index.js';
import { decodeJson, listOf, object, recordOf, Refused, text, wholeNumber } from '../wire/index.js';

import type { Founding } from './records.js';

const MOST_ORGANISATIONS = 100;
const MOST_ROLES = 50;
const MOST_COLLECTIONS = 200;
const LONGEST_TOLERANCE_SECONDS = 100 * 365 * 86_400;

const name = text((value) => idFault(value, idLengths.mspId));
const names = (most: number): ReturnType<typeof listOf<string>> => listOf(name, { most });

const founding = object({
    area: name,
    organisations: recordOf(names(MOST_ROLES), MOST_ORGANISATIONS),
    collections: recordOf(names(MOST_ORGANISATIONS), MOST_COLLECTIONS),
    clockToleranceSeconds: wholeNumber(1, LONGEST_TOLERANCE_SECONDS),
});

/**
 * @throws Refused REQUEST_MALFORMED; CONSORTIUM_FOUNDING_INVALID where there are fewer than two organisations or a
 *   collection is shared by fewer than two of them.
 */
export function decodeFounding(json: string): Founding {
    const decoded = decodeJson(json, founding, 'founding');
    const organisations = Object.keys(decoded.organisations);
    if (organisations.length < 2) throw invalid('a consortium has two organisations or more');
    for (const [collection, members] of Object.entries(decoded.collections)) {
        if (new Set(members).size < 2)
            throw invalid(`the collection ${collection} is shared by fewer than two organisations`);
        const stranger = members.find((member) => !organisations.includes(member));
        if (stranger !== undefined)
            throw invalid(`${stranger} shares ${collection} but is not an organisation of the area`);
    }
    return decoded;
}

function invalid(reason: string): Refused {
    return new Refused('CONSORTIUM_FOUNDING_INVALID', { reason });
}
