import { type Engine, engines } from '../../support/programs.js';
import { bestRate, inFlight, type Rate } from '../best-rate.js';
import { type GatewayClient, openGatewayClient } from '../gateway-client.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import { type Figure, type Measure, type MeasureOptions, medianOf } from '../measure.js';
import { withNewNetwork } from '../network-process.js';

/** The embedded network beside real Fabric on the same machine: same definition, client, signer and endorsers. */
export const enginesCompared: Measure = {
    name: 'engines',
    conditions:
        '3 organisations, 2 endorse, native signer, commit awaited; blocks of 10 ms or 500 messages embedded, of 250 ms or 50 on Fabric',
    run: async (options) => {
        if (!engines().includes('fabric')) {
            process.stderr.write('engines: not run, for neither FABRIC_BIN nor the PATH has Fabric\u2019s programs\n');
            return [];
        }
        const fabric = await measureEngine('fabric', options);
        return figuresOf(await measureEngine('embedded', options), fabric);
    },
};

interface EngineFigures {
    readonly readyMs: number;
    readonly loneMs: number;
    readonly noop: Rate;
    readonly write: Rate;
    readonly evaluation: Rate;
    /** Of all processes, after the transactions. */
    readonly memoryMB: number;
}

function measureEngine(engine: Engine, options: MeasureOptions): Promise<EngineFigures> {
    options.progress(`starting ${engine}`);
    return withNewNetwork(
        BENCH_CONSORTIUM,
        async (network) => {
            const { profiles, readyMs } = network;
            const client = await openGatewayClient(profiles['utility'] ?? '', 'native');
            try {
                const rates = await ratesOf(client, engine, options);
                return { readyMs, ...rates, memoryMB: network.memoryMB() };
            } finally {
                client.close();
            }
        },
        { engine },
    );
}

async function ratesOf(
    { probe }: GatewayClient,
    engine: Engine,
    { quick, progress }: MeasureOptions,
): Promise<Omit<EngineFigures, 'readyMs' | 'memoryMB'>> {
    const levels = quick ? [16, 64] : [16, 64, 128, 256];
    const search = { levels, secondsEach: quick ? 2 : 4 };
    let keys = 0;
    const write = (): Promise<unknown> => {
        keys += 1;
        return probe.submitTransaction('put', `key${String(keys)}`, 'value');
    };
    const noop = (): Promise<unknown> => probe.submitTransaction('noop');
    await noop();
    progress(`${engine}: latency of a lone transaction`);
    const lone = await latencies(noop, quick ? 5 : 20);
    progress(`${engine}: rates`);
    return {
        loneMs: medianOf(lone),
        noop: await bestRate({ ...search, call: noop }),
        write: await bestRate({ ...search, call: write }),
        evaluation: await bestRate({ ...search, call: () => probe.evaluateTransaction('get', 'key1') }),
    };
}

async function latencies(call: () => Promise<unknown>, count: number): Promise<number[]> {
    const times: number[] = [];
    for (let done = 0; done < count; done += 1) {
        const started = performance.now();
        await call();
        times.push(performance.now() - started);
    }
    return times;
}

function figuresOf(embedded: EngineFigures, fabric: EngineFigures): readonly Figure[] {
    const rate = (what: string, kind: 'noop' | 'write' | 'evaluation', times?: number): Figure => ({
        what: `${what}, embedded`,
        value: embedded[kind].perSecond,
        unit: 'a second',
        at: inFlight(embedded[kind]),
        baseline: { what: `${what}, Fabric`, value: fabric[kind].perSecond, at: inFlight(fabric[kind]) },
        ...(times === undefined
            ? {}
            : {
                  target: {
                      what: `${String(times)} times`,
                      reached: embedded[kind].perSecond >= times * fabric[kind].perSecond,
                  },
              }),
    });
    return [
        {
            what: 'start to ready with nothing there, embedded',
            value: embedded.readyMs,
            unit: 'ms',
            baseline: { what: 'the same, Fabric', value: fabric.readyMs },
            target: { what: 'under 2 s', reached: embedded.readyMs < 2_000 },
        },
        {
            what: 'latency of a lone transaction, embedded',
            value: embedded.loneMs,
            unit: 'ms',
            baseline: { what: 'the same, Fabric', value: fabric.loneMs },
            target: { what: 'a tenth', reached: embedded.loneMs <= fabric.loneMs / 10 },
        },
        rate('no-op transactions', 'noop', 1.5),
        rate('transactions that write one key', 'write', 1.5),
        rate('evaluations that read one key', 'evaluation'),
        {
            what: 'memory of all processes after that, embedded',
            value: embedded.memoryMB,
            unit: 'MB',
            baseline: { what: 'the same, Fabric', value: fabric.memoryMB },
        },
    ];
}
