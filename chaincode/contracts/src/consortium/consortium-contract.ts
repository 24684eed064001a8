import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';

import * as consortium from '@quartier/rules/consortium';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { callerOf, PublicState } from '../ledger/index.js';

import { consortiumRecord, openEvaluation, openVote } from './area-transaction.js';
import * as consult from './consult-decisions.js';
import { propose } from './propose.js';
import { ratify } from './ratify.js';
import { vote } from './vote.js';

/**
 * The contract `consortium`, which every area publishes in its own namespace: which organisations are in the area, what
 * each may do, and what they decide together on the area's subjects.
 */
export function consortiumContract(subjects: consortium.DecisionSubjects): new () => Contract {
    @Info({ title: 'consortium', description: 'Organisations of the area, their roles and their decisions' })
    class ConsortiumContract extends AreaConsortium {
        constructor() {
            super(subjects);
        }
    }
    return ConsortiumContract;
}

class AreaConsortium extends Contract {
    readonly #subjects: consortium.DecisionSubjects;

    constructor(subjects: consortium.DecisionSubjects) {
        super('consortium');
        this.#subjects = subjects;
    }

    /** An organisation's administrator agrees to the founding; the reply is the {@link ConsortiumRecord}. */
    @Transaction()
    @Returns('string')
    async Ratify(ctx: Context, founding: string): Promise<string> {
        return canonicalJson(
            await ratify(ctx.stub, new PublicState(ctx.stub), callerOf(ctx), consortium.decodeFounding(founding)),
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

    @Transaction()
    @Returns('string')
    async Propose(ctx: Context, request: string): Promise<string> {
        const command = consortium.decodePropose(request, this.#subjects);
        return canonicalJson(await propose(await openVote(ctx), command));
    }

    @Transaction()
    @Returns('string')
    async Approve(ctx: Context, request: string): Promise<string> {
        const { decision } = consortium.decodeDecision(request);
        return canonicalJson(await vote(await openVote(ctx), decision, 'approve'));
    }

    @Transaction()
    @Returns('string')
    async Reject(ctx: Context, request: string): Promise<string> {
        const { decision } = consortium.decodeDecision(request);
        return canonicalJson(await vote(await openVote(ctx), decision, 'reject'));
    }

    @Transaction(false)
    @Returns('string')
    async GetDecision(ctx: Context, request: string): Promise<string> {
        const { decision } = consortium.decodeDecision(request);
        return canonicalJson(await consult.getDecision(await openEvaluation(ctx), decision));
    }

    @Transaction(false)
    @Returns('string')
    async ListDecisions(ctx: Context, request: string): Promise<string> {
        const query = consortium.decodeListDecisions(request);
        return canonicalJson(await consult.listDecisions(await openEvaluation(ctx), query));
    }

    @Transaction(false)
    @Returns('string')
    async InForce(ctx: Context, request: string): Promise<string> {
        const query = consortium.decodeInForce(request, this.#subjects);
        return canonicalJson(await consult.inForce(await openEvaluation(ctx), query));
    }
}
