import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const LEDGER_BUCKETS = [0.005, 0.01, 0.015, 0.05, 0.1, 1, 10];
const PLACE = ['channel', 'chaincode'] as const;
const SHIM = ['type', 'channel', 'chaincode'] as const;
const BLOCKS = ['channel', 'filtered', 'data_type'] as const;
const CALL = ['service', 'method'] as const;

/** What the network counts and times, under the names and labels of a Fabric peer and orderer, all its nodes together. */
export class Metrics {
    readonly #registry = new Registry();

    readonly proposalsReceived = this.#counter('endorser_proposals_received', 'Proposals that came in.', []);
    readonly proposalsSuccessful = this.#counter('endorser_successful_proposals', 'Proposals endorsed.', []);
    readonly proposalsInvalid = this.#counter(
        'endorser_proposal_validation_failures',
        'Proposals refused for their form, their creator or their signature.',
        [],
    );
    readonly proposalsDenied = this.#counter(
        'endorser_proposal_acl_failures',
        'Proposals refused because their creator may not make any.',
        PLACE,
    );
    readonly proposalsDuplicate = this.#counter(
        'endorser_duplicate_transaction_failures',
        'Proposals refused because their transaction is on the ledger.',
        PLACE,
    );
    readonly simulationsFailed = this.#counter(
        'endorser_proposal_simulation_failures',
        'Proposals whose chaincode could not be run to its end.',
        PLACE,
    );
    readonly endorsementsFailed = this.#counter(
        'endorser_endorsement_failures',
        'Proposals that were run and not endorsed.',
        [...PLACE, 'chaincodeerror'],
    );
    readonly proposalDuration = this.#histogram('endorser_proposal_duration', 'Seconds for a proposal.', [
        ...PLACE,
        'success',
    ]);

    readonly chaincodeLaunchDuration = this.#histogram('chaincode_launch_duration', 'Seconds to start a chaincode.', [
        'chaincode',
        'success',
    ]);
    readonly chaincodeLaunchFailures = this.#counter('chaincode_launch_failures', 'Failed starts of chaincode.', [
        'chaincode',
    ]);
    readonly chaincodeTimeouts = this.#counter('chaincode_execute_timeouts', 'Calls of chaincode that took too long.', [
        'chaincode',
    ]);
    readonly shimReceived = this.#counter('chaincode_shim_requests_received', 'Requests of chaincode.', SHIM);
    readonly shimCompleted = this.#counter('chaincode_shim_requests_completed', 'Requests of chaincode answered.', [
        ...SHIM,
        'success',
    ]);
    readonly shimDuration = this.#histogram('chaincode_shim_request_duration', 'Seconds for such a request.', [
        ...SHIM,
        'success',
    ]);

    readonly broadcastsProcessed = this.#counter('broadcast_processed_count', 'Transactions sent to be ordered.', [
        'channel',
        'type',
        'status',
    ]);
    readonly blockFillDuration = this.#histogram(
        'blockcutter_block_fill_duration',
        'Seconds from the first transaction of a block to its cut.',
        ['channel'],
    );

    readonly height = this.#gauge('ledger_blockchain_height', 'Blocks of the channel.', ['channel']);
    readonly blockProcessingTime = this.#ledgerTime('ledger_block_processing_time', 'validate and write a block');
    /** Blocks, private data and state are one write here: its time stands in both of these. */
    readonly blockStorageTime = this.#ledgerTime(
        'ledger_blockstorage_and_pvtdata_commit_time',
        'write a block and its private data',
    );
    readonly stateTime = this.#ledgerTime('ledger_statedb_commit_time', 'write the changes of the state');
    readonly transactions = this.#counter('ledger_transaction_count', 'Transactions committed.', [
        'channel',
        'transaction_type',
        'chaincode',
        'validation_code',
    ]);

    readonly deliverStreamsOpened = this.#counter('deliver_streams_opened', 'Streams of blocks opened.', []);
    readonly deliverStreamsClosed = this.#counter('deliver_streams_closed', 'Streams of blocks closed.', []);
    readonly deliverReceived = this.#counter('deliver_requests_received', 'Requests for blocks.', BLOCKS);
    readonly deliverCompleted = this.#counter('deliver_requests_completed', 'Requests for blocks that ended.', [
        ...BLOCKS,
        'success',
    ]);
    readonly blocksSent = this.#counter('deliver_blocks_sent', 'Blocks sent to clients.', BLOCKS);

    readonly unaryCalls = this.#calls('unary');
    readonly streamCalls = this.#calls('stream');
    readonly streamMessages = {
        received: this.#counter('grpc_server_stream_messages_received', 'Messages received in streams.', CALL),
        sent: this.#counter('grpc_server_stream_messages_sent', 'Messages sent in streams.', CALL),
    };

    constructor(version: string) {
        this.#gauge('fabric_version', 'The version that runs.', ['version']).set({ version }, 1);
        collectDefaultMetrics({ register: this.#registry });
    }

    /** In the text format of Prometheus. */
    async exposition(): Promise<{ readonly contentType: string; readonly text: string }> {
        return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
    }

    #calls(kind: 'unary' | 'stream'): {
        readonly received: Counter<(typeof CALL)[number]>;
        readonly completed: Counter<(typeof CALL)[number] | 'code'>;
        readonly duration: Histogram<(typeof CALL)[number] | 'code'>;
    } {
        const name = `grpc_server_${kind}`;
        return {
            received: this.#counter(`${name}_requests_received`, `Calls received, ${kind}.`, CALL),
            completed: this.#counter(`${name}_requests_completed`, `Calls answered, ${kind}.`, [...CALL, 'code']),
            duration: this.#histogram(`${name}_request_duration`, `Seconds for a call, ${kind}.`, [...CALL, 'code']),
        };
    }

    #ledgerTime(name: string, what: string): Histogram<'channel'> {
        return this.#histogram(name, `Seconds to ${what}.`, ['channel'], LEDGER_BUCKETS);
    }

    #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
        return new Counter({ name, help, labelNames, registers: [this.#registry] });
    }

    #gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
        return new Gauge({ name, help, labelNames, registers: [this.#registry] });
    }

    #histogram<L extends string>(
        name: string,
        help: string,
        labelNames: readonly L[],
        buckets?: number[],
    ): Histogram<L> {
        const registers = [this.#registry];
        return new Histogram({ name, help, labelNames, registers, ...(buckets === undefined ? {} : { buckets }) });
    }
}

/** Seconds since the moment, as `performance.now()` gave it. */
export const secondsSince = (start: number): number => (performance.now() - start) / 1000;
