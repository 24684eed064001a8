import type { Contract, Gateway } from '@hyperledger/fabric-gateway';

import { consortiumTransactions, type ConsortiumRecord } from '@quartier/rules/consortium';
import { canonicalJson, PRIVATE_PART, type RefusalCatalogue } from '@quartier/rules/wire';

import type { Deadlines } from './deadlines.js';
import { eventStream, type AreaEvent, type EventOptions } from './events.js';
import { failureOf, mayPass, type FailedCall } from './failure-mapping.js';
import { CommitInvalid, EndorseFailed, EvaluateFailed } from './failures.js';
import { retrying, type RetryPolicy } from './retry.js';
import { submitOnce } from './submission.js';
import { transactionStanding, type TransactionStanding } from './transaction-standing.js';

/** One call of an area's chaincode. */
export interface Call {
    /** `contract:Transaction`. */
    readonly transaction: string;
    /** The one argument; a transaction that takes none has none. */
    readonly request?: object;
    /** Goes in the transient map, never into a block. */
    readonly privatePart?: object;
    /** Private collection that the call reads or writes: its members, and only they, endorse a submission. */
    readonly collection?: string;
    /**
     * MSP ids of the organisations that endorse, where they are not the members of one collection; counts before
     * `collection`. An evaluation is answered by a peer of one of them.
     */
    readonly endorsers?: readonly string[];
}

/** A business area: one chaincode on one channel, through the gateway of the caller's organisation. */
export interface Area {
    readonly name: string;
    readonly channel: string;
    /** MSP id of the caller. */
    readonly mspId: string;
    /** Asks without recording. Throws `Refusal` or `EvaluateFailed`. */
    evaluate(call: Call): Promise<unknown>;
    /**
     * Records and waits until it stands valid in a block. Conflicts, endorsements that differ because a peer lags and
     * peers that cannot be reached are met with a fresh proposal a few times.
     *
     * Throws `Refusal`, `EndorseFailed`, `SubmitFailed`, `CommitInvalid` or `CommitStatusUnknown`.
     */
    submit(call: Call): Promise<unknown>;
    /** Organisations of the area, their roles and the members of its collections. */
    consortium(): Promise<ConsortiumRecord>;
    /** Events from a checkpoint on, at least once each, until the signal aborts or the loop is left. */
    events(options?: EventOptions): AsyncGenerator<AreaEvent, void>;
    /** The block that a transaction of the channel stands in. Throws `EvaluateFailed` when the peer does not know it. */
    standing(transactionId: string): Promise<TransactionStanding>;
}

export interface AreaOptions {
    readonly gateway: Gateway;
    readonly name: string;
    readonly channel: string;
    readonly catalogue: RefusalCatalogue;
    readonly deadlines: Deadlines;
    readonly retry: RetryPolicy;
}

export function openArea(options: AreaOptions): Area {
    const { gateway, name, channel, catalogue, deadlines, retry } = options;
    const contract = gateway.getNetwork(channel).getContract(name);
    let described: Promise<ConsortiumRecord> | undefined;

    async function evaluate(call: Call): Promise<unknown> {
        const failed: FailedCall = { transaction: call.transaction, catalogue, endorsers: [] };
        return retrying(retry, mayPass, async () => {
            try {
                return parseReply(await newProposal(contract, call, call.endorsers ?? []).evaluate());
            } catch (error) {
                throw failureOf(error, failed, EvaluateFailed);
            }
        });
    }

    async function standing(transactionId: string): Promise<TransactionStanding> {
        const failed: FailedCall = { transaction: 'qscc:GetBlockByTxID', catalogue, endorsers: [] };
        return retrying(retry, mayPass, async () => {
            try {
                return await transactionStanding(gateway.getNetwork(channel), channel, transactionId);
            } catch (error) {
                throw failureOf(error, failed, EvaluateFailed);
            }
        });
    }

    async function submit(call: Call): Promise<unknown> {
        const endorsers = await endorsersOf(call);
        const failed: FailedCall = { transaction: call.transaction, catalogue, endorsers };
        return retrying(retry, mayPass, async () => {
            const proposal = newProposal(contract, call, endorsers);
            try {
                return parseReply(await submitOnce({ proposal, failed, deadlines }));
            } catch (error) {
                if (error instanceof EndorseFailed || error instanceof CommitInvalid) described = undefined;
                throw error;
            }
        });
    }

    function consortium(): Promise<ConsortiumRecord> {
        described ??= evaluate({ transaction: consortiumTransactions.describe }).then(
            (record) => record as ConsortiumRecord,
            (error: unknown) => {
                described = undefined;
                throw error;
            },
        );
        return described;
    }

    async function endorsersOf({ endorsers, collection }: Call): Promise<readonly string[]> {
        if (endorsers !== undefined) return endorsers;
        return collection === undefined ? [] : membersOf(collection);
    }

    async function membersOf(collection: string): Promise<readonly string[]> {
        const { collections } = await consortium();
        const members = collections[collection];
        if (members === undefined) throw new TypeError(`The area ${name} has no collection ${collection}`);
        return members;
    }

    return {
        name,
        channel,
        mspId: gateway.getIdentity().mspId,
        evaluate,
        submit,
        consortium,
        standing,
        events: (eventOptions = {}) =>
            eventStream({ network: gateway.getNetwork(channel), chaincode: name, retry }, eventOptions),
    };
}

function newProposal(
    contract: Contract,
    call: Call,
    endorsers: readonly string[],
): ReturnType<Contract['newProposal']> {
    return contract.newProposal(call.transaction, {
        arguments: call.request === undefined ? [] : [canonicalJson(call.request)],
        ...(call.privatePart === undefined
            ? {}
            : { transientData: { [PRIVATE_PART]: canonicalJson(call.privatePart) } }),
        ...(endorsers.length === 0 ? {} : { endorsingOrganizations: [...endorsers] }),
    });
}

function parseReply(bytes: Uint8Array): unknown {
    return bytes.length === 0 ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'));
}
