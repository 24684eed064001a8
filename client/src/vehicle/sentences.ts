import { consortiumRefusals } from '@quartier/rules/consortium';
import { vehicleRefusals } from '@quartier/rules/vehicle';
import { Refused, type RefusalCatalogue, type RefusalDetails } from '@quartier/rules/wire';

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

/** Runs what reads a command's own input; what the rules refuse of it is thrown as it is of the ledger. */
export function readInput<T>(read: () => T): T {
    try {
        return read();
    } catch (error) {
        if (error instanceof Refused) throw new Refusal(error.code, error.details, vehicleCatalogue);
        throw error;
    }
}
