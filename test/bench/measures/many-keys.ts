import { join } from 'node:path';

import { type GatewayClient, openGatewayClient } from '../gateway-client.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions, Target } from '../measure.js';
import { inTemporaryFolder, type NetworkProcess, withNetwork } from '../network-process.js';

/** Keys a transaction writes, and keys a query reads: within the chaincode's time and a peer's limit of results. */
const WRITTEN_AT_ONCE = 5_000;
const READ_AT_ONCE = 50_000;
/** Rates of writing are those of the first and of the last transactions. */
const TAIL = 5;

/** Whether a ledger of a million keys is as fast, key by key, as one of ten thousand. */
export const manyKeys: Measure = {
    name: 'many-keys',
    conditions:
        '3 organisations, 2 endorse, keys written 5,000 a transaction and read 50,000 a query by one chaincode; restart: stop, then to the ready line',
    run: async (options) => {
        const [few, many] = options.quick ? [10_000, 100_000] : [10_000, 1_000_000];
        const small = await measureAt(few, options);
        return figuresOf(many, await measureAt(many, options), few, small);
    },
};

interface AtSize {
    /** Keys a second, of the first transactions and of the last. */
    readonly firstWritten: number;
    readonly lastWritten: number;
    readonly scanned: number;
    readonly restartMs: number;
    readonly memoryMB: number;
}

function measureAt(keys: number, { progress }: MeasureOptions): Promise<AtSize> {
    return inTemporaryFolder(async (folder) => {
        const data = join(folder, 'network');
        const measured = await withNetwork(data, BENCH_CONSORTIUM, (network) =>
            withClient(network, async (client) => {
                const written = await fill(client, keys, progress);
                progress(`scanning ${String(keys)} keys`);
                network.resetPeakMemory();
                const scanned = await scan(client, keys);
                return { ...written, scanned, memoryMB: network.peakMemoryMB() ?? Number.NaN };
            }),
        );
        progress(`restart with ${String(keys)} keys`);
        const restartMs = await withNetwork(data, BENCH_CONSORTIUM, ({ readyMs }) => Promise.resolve(readyMs));
        return { ...measured, restartMs };
    });
}

async function withClient<T>({ profiles }: NetworkProcess, work: (client: GatewayClient) => Promise<T>): Promise<T> {
    const client = await openGatewayClient(profiles['utility'] ?? '', 'native');
    try {
        return await work(client);
    } finally {
        client.close();
    }
}

async function fill(
    { probe }: GatewayClient,
    keys: number,
    progress: MeasureOptions['progress'],
): Promise<Pick<AtSize, 'firstWritten' | 'lastWritten'>> {
    await probe.submitTransaction('noop');
    const times: number[] = [];
    for (let batch = 0; batch < keys / WRITTEN_AT_ONCE; batch += 1) {
        progress(`writing key ${String(batch * WRITTEN_AT_ONCE)} of ${String(keys)}`);
        const started = performance.now();
        await probe.submitTransaction('putMany', prefixOf(batch), String(WRITTEN_AT_ONCE));
        times.push(performance.now() - started);
    }
    return { firstWritten: rateOf(times.slice(0, TAIL)), lastWritten: rateOf(times.slice(-TAIL)) };
}

const rateOf = (times: readonly number[]): number =>
    (times.length * WRITTEN_AT_ONCE * 1_000) / times.reduce((sum, time) => sum + time, 0);

/** Keys a second. */
async function scan({ probe }: GatewayClient, keys: number): Promise<number> {
    const batches = READ_AT_ONCE / WRITTEN_AT_ONCE;
    const started = performance.now();
    for (let batch = 0; batch < keys / WRITTEN_AT_ONCE; batch += batches) {
        await probe.evaluateTransaction('countInto', prefixOf(batch), prefixOf(batch + batches), 'count');
    }
    return (keys * 1_000) / (performance.now() - started);
}

const prefixOf = (batch: number): string => `key${String(batch).padStart(4, '0')}-`;

function figuresOf(many: number, large: AtSize, few: number, small: AtSize): readonly Figure[] {
    const at = (keys: number): string => `${keys.toLocaleString('en')} keys`;
    const flat = (reached: boolean): Target => ({ what: 'flat, within a quarter', reached });
    return [
        {
            what: `keys read in ranges, of ${at(many)}`,
            value: large.scanned,
            unit: 'a second',
            baseline: { what: `the same, of ${at(few)}`, value: small.scanned },
            target: flat(large.scanned >= small.scanned * 0.75),
        },
        {
            what: `keys written, the last of ${at(many)}`,
            value: large.lastWritten,
            unit: 'a second',
            baseline: { what: 'the first of them', value: large.firstWritten },
            target: flat(large.lastWritten >= large.firstWritten * 0.75),
        },
        {
            what: `restart with ${at(many)}`,
            value: large.restartMs,
            unit: 'ms',
            baseline: { what: `with ${at(few)}`, value: small.restartMs },
            target: flat(large.restartMs <= small.restartMs * 1.25),
        },
        {
            what: `memory, highest while ${at(many)} are read`,
            value: large.memoryMB,
            unit: 'MB',
            baseline: { what: `while ${at(few)} are`, value: small.memoryMB },
        },
    ];
}
