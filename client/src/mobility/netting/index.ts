export { readObligationsFile, type BadObligation, type ObligationsFile } from './obligations-file.js';
