import { hash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaincodeDefinition } from '../../consortium/definition.js';
import { ChaincodeRun } from './chaincode-run.js';
import type { ChaincodeStream } from './chaincode-stream.js';
import type { DeployedChaincode } from '../../ledger/deployed-chaincode.js';
import { secondsSince, type Metrics } from '../metrics.js';
import type { Peer } from '../peer.js';

export interface ChaincodeHostOptions {
    /** One server for all organisations of a chaincode, or one for each. */
    readonly servers: 'shared' | 'per-organisation';
    readonly folder: string;
    readonly metrics: Metrics;
    readonly log: (line: string) => void;
}

const ENDING_GRACE_MS = 1000;

/**
 * Runs the chaincode servers, each from when it is first needed, and again after it has ended or its files have
 * changed. A chaincode that was started by hand and has connected to a peer stands in for the peer's server.
 */
export class ChaincodeHost {
    readonly #options: ChaincodeHostOptions;
    readonly #runs = new Map<string, ChaincodeRun>();
    readonly #retiring = new Set<ChaincodeRun>();
    /** Those started by hand, by peer and package id. */
    readonly #dialled = new Map<string, ChaincodeStream>();
    #stopped = false;

    constructor(options: ChaincodeHostOptions) {
        this.#options = options;
    }

    /** A peer's own connection to a chaincode. */
    async streamFor(peer: Peer, chaincode: DeployedChaincode): Promise<ChaincodeStream> {
        const byHand = this.#dialled.get(`${peer.name} ${chaincodeId(chaincode.definition)}`);
        if (byHand !== undefined) return byHand;
        const run = await this.#current(peer.mspId, chaincode);
        const server = await run.server;
        try {
            return await run.streamFor(peer.name);
        } catch {
            // The server may just be ending: then another takes its place.
            await Promise.race([server.ended, sleep(ENDING_GRACE_MS)]);
            return (await this.#current(peer.mspId, chaincode)).streamFor(peer.name);
        }
    }

    /** Takes a chaincode that was started by hand, as long as it stays connected. */
    dialled(peer: Peer, packageId: string, stream: ChaincodeStream): void {
        const key = `${peer.name} ${packageId}`;
        this.#dialled.set(key, stream);
        void stream.ended.then(() => {
            if (this.#dialled.get(key) === stream) this.#dialled.delete(key);
        });
    }

    /** Lets a chaincode's servers finish what they do and end. */
    retire({ definition }: DeployedChaincode): void {
        for (const [key, run] of this.#runs) {
            if (key.endsWith(`-${chaincodeId(definition)}`)) this.#retire(key, run);
        }
    }

    async stop(): Promise<void> {
        this.#stopped = true;
        await Promise.all([...this.#runs.values(), ...this.#retiring].map((run) => run.stop()));
    }

    async #current(mspId: string, { definition, isolated }: DeployedChaincode): Promise<ChaincodeRun> {
        if (this.#stopped) throw new Error('the peer is stopping');
        const owner = isolated || this.#options.servers === 'per-organisation' ? { mspId } : {};
        const key = `${owner.mspId ?? 'shared'}-${chaincodeId(definition)}`;
        const run = this.#runs.get(key);
        if (run?.isOutdated === true) {
            await run.quiet();
            if (this.#runs.get(key) === run) this.#retire(key, run);
        }
        return this.#runs.get(key) ?? this.#start(key, owner, definition);
    }

    #start(key: string, owner: { readonly mspId?: string }, chaincode: ChaincodeDefinition): ChaincodeRun {
        const { log, metrics } = this.#options;
        const id = chaincodeId(chaincode);
        const folder = path.join(this.#options.folder, key.replace(':', '-'));
        const started = performance.now();
        const run = new ChaincodeRun({ chaincode, id, ...owner, folder, log });
        this.#runs.set(key, run);
        const forget = (): void => {
            if (this.#runs.get(key) === run) this.#runs.delete(key);
        };
        const note = (success: 'true' | 'false'): void => {
            metrics.chaincodeLaunchDuration.observe({ chaincode: id, success }, secondsSince(started));
        };
        run.server.then(
            ({ ended }) => {
                note('true');
                void ended.then(forget);
            },
            () => {
                note('false');
                metrics.chaincodeLaunchFailures.inc({ chaincode: id });
                forget();
            },
        );
        return run;
    }

    #retire(key: string, run: ChaincodeRun): void {
        this.#runs.delete(key);
        this.#retiring.add(run);
        void run.retire().finally(() => this.#retiring.delete(run));
    }
}

/** As Fabric names an installed package: its label and a hash of what it holds, here of where it stands. */
export function chaincodeId(chaincode: ChaincodeDefinition): string {
    const place = `${chaincode.path}\0${chaincode.main ?? ''}`;
    return `${chaincode.name}_${chaincode.version}:${hash('sha256', place, 'hex')}`;
}
