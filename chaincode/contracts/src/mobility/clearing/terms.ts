import { MOBILITY_TERMS, type MobilityTerms } from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import { decided, type AreaTransaction } from '../../consortium/index.js';

/** What the organisations have decided of the clearing for the day of the transaction. */
export async function termsAt({ state }: AreaTransaction, time: number): Promise<MobilityTerms> {
    const day = utcDay(time);
    const terms = await decided<MobilityTerms>(state, MOBILITY_TERMS, day);
    if (terms === undefined) throw new Refused('MOBILITY_TERMS_NOT_DECIDED', { day });
    return terms;
}
