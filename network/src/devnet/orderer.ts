import { common } from '@hyperledger/fabric-protos';
import type { BatchSettings } from '../consortium/definition.js';
import { isAllowed } from './access.js';
import { createBlock, type OrderedBlock } from '../ledger/block.js';
import { hasExpired, type IdentityChecker } from '../identity/membership.js';
import { messageOf } from './gateway-error.js';
import { secondsSince, type Metrics } from './metrics.js';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { readEnvelope, readPayload } from '../ledger/transaction.js';

/** Why the ordering service refuses an envelope, with the status Fabric gives. */
export interface OrderingRefusal {
    readonly status: 'BAD_REQUEST' | 'FORBIDDEN' | 'SERVICE_UNAVAILABLE';
    readonly info: string;
}

export interface OrdererOptions {
    readonly channel: string;
    readonly batch: BatchSettings;
    readonly signer: SigningIdentity;
    readonly checkIdentity: IdentityChecker;
    /** The next block's number and the hash of the header before it. */
    readonly next: { readonly number: number; readonly previousHash: Buffer };
    readonly metrics: Metrics;
    readonly lastConfig: number;
    /** Takes the blocks one after the other. */
    readonly deliver: (block: OrderedBlock) => void;
}

const CONFIGURATION: readonly number[] = [
    common.HeaderType.CONFIG,
    common.HeaderType.CONFIG_UPDATE,
    common.HeaderType.ORDERER_TRANSACTION,
];

/** Puts a channel's transactions in order and cuts them into blocks. */
export class Orderer {
    readonly #options: OrdererOptions;
    #number: number;
    #lastConfig: number;
    #previousHash: Buffer;
    #pending: Buffer[] = [];
    #pendingBytes = 0;
    #pendingSince = 0;
    #timer: NodeJS.Timeout | undefined;
    #stopped = false;

    constructor(options: OrdererOptions) {
        this.#options = options;
        this.#number = options.next.number;
        this.#lastConfig = options.lastConfig;
        this.#previousHash = options.next.previousHash;
    }

    /** Takes a signed envelope into a block, or says why not. */
    order(envelope: Buffer): OrderingRefusal | undefined {
        const refusal = this.#stopped ? STOPPED : this.#refusal(envelope);
        const { metrics, channel } = this.#options;
        const status = refusal?.status ?? 'SUCCESS';
        metrics.broadcastsProcessed.inc({ channel, type: 'ENDORSER_TRANSACTION', status });
        if (refusal === undefined) this.#enqueue(envelope);
        return refusal;
    }

    /** Puts a configuration into a block of its own, after what is pending. The caller has it committed. */
    configure(envelope: Buffer): OrderedBlock {
        this.#cut();
        this.#lastConfig = this.#number;
        return this.#nextBlock([envelope]);
    }

    /** Cuts what is pending; nothing is taken any more. */
    stop(): void {
        this.#stopped = true;
        this.#cut();
    }

    #refusal(envelope: Buffer): OrderingRefusal | undefined {
        const { absoluteMaxBytes } = this.#options.batch;
        if (envelope.length > absoluteMaxBytes) {
            const info = `message payload is ${envelope.length} bytes and exceeds maximum allowed ${absoluteMaxBytes} bytes`;
            return { status: 'BAD_REQUEST', info };
        }
        try {
            const { payload, signature } = readEnvelope(envelope);
            const { header } = readPayload(payload);
            const bad = (info: string): OrderingRefusal => ({ status: 'BAD_REQUEST', info });
            if (header.channel !== this.#options.channel) return bad('channel does not exist');
            if (CONFIGURATION.includes(header.type)) return bad('the configuration of this network does not change');
            const check = this.#options.checkIdentity(header.creator);
            if (check.status === 'valid' && hasExpired(check.identity)) return bad('broadcast client identity expired');
            const isWriter = check.status === 'valid' && isAllowed('Writers', check.identity);
            return isWriter && check.identity.verify(payload, signature) ? undefined : FORBIDDEN;
        } catch (error) {
            return { status: 'BAD_REQUEST', info: `could not determine channel ID: ${messageOf(error)}` };
        }
    }

    #enqueue(envelope: Buffer): void {
        const { maxMessages, preferredMaxBytes, timeoutMs } = this.#options.batch;
        if (this.#pendingBytes + envelope.length > preferredMaxBytes) this.#cut();
        if (this.#pending.length === 0) this.#pendingSince = performance.now();
        this.#pending.push(envelope);
        this.#pendingBytes += envelope.length;
        if (this.#pending.length >= maxMessages || envelope.length > preferredMaxBytes) {
            this.#cut();
        } else {
            this.#timer ??= setTimeout(() => {
                this.#cut();
            }, timeoutMs);
        }
    }

    #cut(): void {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        if (this.#pending.length === 0) return;
        const { metrics, channel } = this.#options;
        metrics.blockFillDuration.observe({ channel }, secondsSince(this.#pendingSince));
        const envelopes = this.#pending;
        this.#pending = [];
        this.#pendingBytes = 0;
        this.#options.deliver(this.#nextBlock(envelopes));
    }

    #nextBlock(envelopes: readonly Buffer[]): OrderedBlock {
        const place = { number: this.#number, previousHash: this.#previousHash, lastConfig: this.#lastConfig };
        const block = createBlock({ ...place, envelopes }, this.#options.signer);
        this.#number += 1;
        this.#previousHash = block.headerHash;
        return block;
    }
}

const STOPPED: OrderingRefusal = { status: 'SERVICE_UNAVAILABLE', info: 'the ordering service is stopping' };
const FORBIDDEN: OrderingRefusal = {
    status: 'FORBIDDEN',
    info:
        'implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
        "but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
};
