import { consortiumRefusals } from '@quartier/rules/consortium';
import { vehicleRefusals } from '@quartier/rules/vehicle';
import type { RefusalCatalogue, RefusalDetails } from '@quartier/rules/wire';

import { fileRefusals } from '../files/index.js';
import { Refusal } from '../gateway/index.js';

import { credentialRefusals } from './credential/refusals.js';
import { vehicleFileRefusals } from './refusals.js';

/** Every refusal that a call of the vehicle area can meet, of the ledger, of files and of credentials. */
export const vehicleCatalogue: RefusalCatalogue = {
    ...consortiumRefusals,
    ...vehicleRefusals,
    ...fileRefusals,
    ...vehicleFileRefusals,
    ...credentialRefusals,
};

/** What a person reads of an outcome that stands in a reply. */
export function vehicleSentence(code: string, details: RefusalDetails, language: 'en' | 'fr' = 'en'): string {
    return new Refusal(code, details, vehicleCatalogue).sentence(language);
}
