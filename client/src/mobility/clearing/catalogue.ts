import { consortiumRefusals } from '@quartier/rules/consortium';
import { mobilityRefusals } from '@quartier/rules/mobility';
import { Refused, type RefusalCatalogue, type RefusalDetails } from '@quartier/rules/wire';

import { fileRefusals } from '../../files/index.js';
import { Refusal } from '../../gateway/index.js';

import { clearingFileRefusals } from '../clearing-file-refusals.js';
import { pricingPlanRefusals } from '../gbfs/index.js';
import { legFileRefusals } from '../legs/leg-file-refusals.js';

/** Every refusal that a call of the mobility area can meet, of the ledger and of files. */
export const mobilityCatalogue: RefusalCatalogue = {
    ...consortiumRefusals,
    ...mobilityRefusals,
    ...fileRefusals,
    ...clearingFileRefusals,
    ...pricingPlanRefusals,
    ...legFileRefusals,
};

/** What a person reads of an outcome that stands in a reply. */
export function mobilitySentence(code: string, details: RefusalDetails, language: 'en' | 'fr' = 'en'): string {
    return new Refusal(code, details, mobilityCatalogue).sentence(language);
}

/** Decides by the rules on this machine; what they refuse is thrown as the ledger's refusals are. */
export function decideHere<Result>(decide: () => Result): Result {
    try {
        return decide();
    } catch (error) {
        if (error instanceof Refused) throw new Refusal(error.code, error.details, mobilityCatalogue);
        throw error;
    }
}
