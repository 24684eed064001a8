import type { Language } from '../../language.js';

import { en } from './en.js';
import { fr } from './fr.js';
import type { VehicleWords } from './vehicle-words.js';

export type { PairTold, VehicleWords } from './vehicle-words.js';

export const vehicleWords: Readonly<Record<Language, VehicleWords>> = { en, fr };
