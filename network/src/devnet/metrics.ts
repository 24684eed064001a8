import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const LEDGER_BUCKETS = [0.005, 0.01, 0.015, 0.05, 0.1, 1, 10];

/** What the network counts and times, under the names and labels of a Fabric peer and orderer, all its nodes together. */
export class Metrics {
    readonly #registry = new Registry();

    readonly proposalsReceived = this.#counter('endorser_proposals_received', 'The proposals that came in.', []);
    readonly proposalsSuccessful = this.#counter('endorser_successful_proposals', 'The proposals endorsed.', []);
    readonly proposalsInvalid = this.#counter(
        'endorser_proposal_validation_failures',
        'The proposals refused for their form, their creator or their signature.',
        [],
    );
    readonly proposalsDenied = this.#counter(
        'endorser_proposal_acl_failures',
        'The proposals refused because their creator may not make any.',
        ['channel', 'chaincode'],
    );
    readonly proposalsDuplicate = this.#counter(
        'endorser_duplicate_transaction_failures',
        'The proposals refused because their transaction is on the ledger.',
        ['channel', 'chaincode'],
    );
    readonly simulationsFailed = this.#counter(
        'endorser_proposal_simulation_failures',
        'The proposals whose chaincode could not be run to its end.',
        ['channel', 'chaincode'],
    );
    readonly endorsementsFailed = this.#counter(
        'endorser_endorsement_failures',
        'The proposals that were run and not endorsed.',
        ['channel', 'chaincode', 'chaincodeerror'],
    );
    readonly proposalDuration = this.#histogram('endorser_proposal_duration', 'Seconds for a proposal.', [
        'channel',
        'chaincode',
        'success',
    ]);

    readonly chaincodeLaunchDuration = this.#histogram('chaincode_launch_duration', 'Seconds to start a chaincode.', [
        'chaincode',
        'success',
    ]);
    readonly chaincodeLaunchFailures = this.#counter('chaincode_launch_failures', 'Starts of chaincode that failed.', [
        'chaincode',
    ]);
    readonly chaincodeTimeouts = this.#counter('chaincode_execute_timeouts', 'Calls of chaincode that took too long.', [
        'chaincode',
    ]);
    readonly shimReceived = this.#counter('chaincode_shim_requests_received', 'Requests of chaincode to its peer.', [
        'type',
        'channel',
        'chaincode',
    ]);
    readonly shimCompleted = this.#counter('chaincode_shim_requests_completed', 'Those requests answered.', [
        'type',
        'channel',
        'chaincode',
        'success',
    ]);
    readonly shimDuration = this.#histogram('chaincode_shim_request_duration', 'Seconds for such a request.', [
        'type',
        'channel',
        'chaincode',
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
    readonly blockProcessingTime = this.#histogram(
        'ledger_block_processing_time',
        'Seconds to validate and write a block.',
        ['channel'],
        LEDGER_BUCKETS,
    );
    /** Blocks, private data and state are one write here: its time stands in both of these. */
    readonly blockStorageTime = this.#histogram(
        'ledger_blockstorage_and_pvtdata_commit_time',
        'Seconds to write a block and its private data.',
        ['channel'],
        LEDGER_BUCKETS,
    );
    readonly stateTime = this.#histogram(
        'ledger_statedb_commit_time',
        'Seconds to write the changes of the state.',
        ['channel'],
        LEDGER_BUCKETS,
    );
    readonly transactions = this.#counter('ledger_transaction_count', 'Transactions committed.', [
        'channel',
        'transaction_type',
        'chaincode',
        'validation_code',
    ]);

    readonly deliverStreamsOpened = this.#counter('deliver_streams_opened', 'Streams of blocks opened.', []);
    readonly deliverStreamsClosed = this.#counter('deliver_streams_closed', 'Streams of blocks closed.', []);
    readonly deliverReceived = this.#counter('deliver_requests_received', 'Requests for blocks.', [
        'channel',
        'filtered',
        'data_type',
    ]);
    readonly deliverCompleted = this.#counter('deliver_requests_completed', 'Requests for blocks that ended.', [
        'channel',
        'filtered',
        'data_type',
        'success',
    ]);
    readonly blocksSent = this.#counter('deliver_blocks_sent', 'Blocks sent to clients.', [
        'channel',
        'filtered',
        'data_type',
    ]);

    constructor(version: string) {
        this.#gauge('fabric_version', 'The version that runs.', ['version']).set({ version }, 1);
        collectDefaultMetrics({ register: this.#registry });
    }

    /** In the text format of Prometheus. */
    async exposition(): Promise<{ readonly contentType: string; readonly text: string }> {
        return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
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
