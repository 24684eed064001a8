import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaincodeDefinition } from '../consortium/definition.js';
import { ChaincodeRun } from './chaincode-run.js';
import type { ChaincodeStream } from './chaincode-stream.js';
import { secondsSince, type Metrics } from './metrics.js';

/**
 * Runs the chaincode servers, each from when it is first needed, and again after it has ended or its files have
 * changed.
 */
export interface ChaincodeHost {
    /** A peer's own connection to a chaincode. */
    streamFor(peer: ChaincodeClient, chaincode: HostedChaincode): Promise<ChaincodeStream>;
    /** Lets a chaincode's servers finish what they do and end. */
    retire(chaincode: HostedChaincode): void;
    stop(): Promise<void>;
}

export interface ChaincodeClient {
    /** The peer's host name. */
    readonly name: string;
    readonly mspId: string;
}

export interface HostedChaincode {
    readonly definition: ChaincodeDefinition;
    /** Each organisation has a server of its own, whatever is usual on this host. */
    readonly isolated: boolean;
}

export interface ChaincodeHostOptions {
    /** One server for all organisations of a chaincode, or one for each. */
    readonly servers: 'shared' | 'per-organisation';
    readonly folder: string;
    readonly metrics: Metrics;
    readonly log: (line: string) => void;
}

const ENDING_GRACE_MS = 1000;

export function createChaincodeHost(options: ChaincodeHostOptions): ChaincodeHost {
    const runs = new Map<string, ChaincodeRun>();
    const retiring = new Set<ChaincodeRun>();
    let stopped = false;

    const start = (
        key: string,
        id: string,
        owner: string | undefined,
        chaincode: ChaincodeDefinition,
    ): ChaincodeRun => {
        const folder = path.join(options.folder, key.replace(':', '-'));
        const run = new ChaincodeRun({ chaincode, id, ...ofOwner(owner), folder, log: options.log });
        runs.set(key, run);
        noteLaunch(id, run, options.metrics);
        const forget = (): void => {
            if (runs.get(key) === run) {
                runs.delete(key);
            }
        };
        run.server.then(({ ended }) => ended.then(forget), forget);
        return run;
    };

    const retireRun = (key: string, run: ChaincodeRun): void => {
        runs.delete(key);
        retiring.add(run);
        void run.retire().finally(() => retiring.delete(run));
    };

    const current = async (mspId: string, { definition, isolated }: HostedChaincode): Promise<ChaincodeRun> => {
        if (stopped) {
            throw new Error('the peer is stopping');
        }
        const owner = isolated || options.servers === 'per-organisation' ? mspId : undefined;
        const id = chaincodeId(definition);
        const key = `${owner ?? 'shared'}-${id}`;
        const run = runs.get(key);
        if (run?.isOutdated === true) {
            await run.quiet();
            if (runs.get(key) === run) {
                retireRun(key, run);
            }
        }
        return runs.get(key) ?? start(key, id, owner, definition);
    };

    const streamFor = async (
        { name, mspId }: ChaincodeClient,
        chaincode: HostedChaincode,
    ): Promise<ChaincodeStream> => {
        const run = await current(mspId, chaincode);
        const server = await run.server;
        try {
            return await run.streamFor(name);
        } catch {
            // The server may just be ending: then another takes its place.
            await Promise.race([server.ended, sleep(ENDING_GRACE_MS)]);
            return (await current(mspId, chaincode)).streamFor(name);
        }
    };

    const retire = ({ definition }: HostedChaincode): void => {
        const id = chaincodeId(definition);
        for (const [key, run] of runs) {
            if (key.endsWith(`-${id}`)) {
                retireRun(key, run);
            }
        }
    };

    const stop = async (): Promise<void> => {
        stopped = true;
        await Promise.all([...runs.values(), ...retiring].map((run) => run.stop()));
    };

    return { streamFor, retire, stop };
}

/** As Fabric names an installed package: its label and a hash of what it holds, here of where it stands. */
export function chaincodeId(chaincode: ChaincodeDefinition): string {
    const place = `${chaincode.path}\0${chaincode.main ?? ''}`;
    return `${chaincode.name}_${chaincode.version}:${createHash('sha256').update(place).digest('hex')}`;
}

const ofOwner = (mspId: string | undefined): { readonly mspId?: string } => (mspId === undefined ? {} : { mspId });

function noteLaunch(chaincode: string, run: ChaincodeRun, metrics: Metrics): void {
    const started = performance.now();
    run.server.then(
        () => {
            metrics.chaincodeLaunchDuration.observe({ chaincode, success: 'true' }, secondsSince(started));
        },
        () => {
            metrics.chaincodeLaunchDuration.observe({ chaincode, success: 'false' }, secondsSince(started));
            metrics.chaincodeLaunchFailures.inc({ chaincode });
        },
    );
}
