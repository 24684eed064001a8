import { consortiumRefusals } from '@quartier/rules/consortium';
import { energyRefusals } from '@quartier/rules/energy';
import type { RefusalCatalogue, RefusalDetails } from '@quartier/rules/wire';

import { fileRefusals } from '../files/index.js';
import { Refusal } from '../gateway/index.js';

import { rowRefusals } from './file-refusals.js';
import { importRefusals } from './import/index.js';

/** Every refusal that a call of the energy area can meet, of the ledger and of files. */
export const energyCatalogue: RefusalCatalogue = {
    ...consortiumRefusals,
    ...energyRefusals,
    ...importRefusals,
    ...fileRefusals,
    ...rowRefusals,
};

/** What a person reads of an outcome that stands in a reply. */
export function energySentence(code: string, details: RefusalDetails, language: 'en' | 'fr' = 'en'): string {
    return new Refusal(code, details, energyCatalogue).sentence(language);
}
