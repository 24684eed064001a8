import type { Context } from 'fabric-contract-api';

/** A transaction's access to the ledger, as the contract API hands it over. */
export type Stub = Context['stub'];
