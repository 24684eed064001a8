import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';

import { decodeFounding } from '@quartier/rules/consortium';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { callerOf, PublicState } from '../ledger/index.js';

import { consortiumRecord } from './area-transaction.js';
import { ratify } from './ratify.js';

/** Which organisations are in the area and what each may do. Every area publishes it in its own namespace. */
@Info({ title: 'consortium', description: 'Organisations of the area and their roles' })
export class ConsortiumContract extends Contract {
    constructor() {
        super('consortium');
    }

    /** An organisation's administrator agrees to the founding; the reply is the {@link ConsortiumRecord}. */
    @Transaction()
    @Returns('string')
    async Ratify(ctx: Context, founding: string): Promise<string> {
        return canonicalJson(
            await ratify(ctx.stub, new PublicState(ctx.stub), callerOf(ctx), decodeFounding(founding)),
        );
    }

    /** The {@link ConsortiumRecord}. */
    @Transaction(false)
    @Returns('string')
    async Describe(ctx: Context): Promise<string> {
        const record = await consortiumRecord(new PublicState(ctx.stub));
        if (record === undefined) throw new Refused('CONSORTIUM_NOT_FOUNDED', { ratifiedBy: [] });
        return canonicalJson(record);
    }
}
