import { bestRate, higherOf, inFlight, type Rate } from '../best-rate.js';
import { type GatewayClient, openGatewayClient } from '../gateway-client.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { withNewNetwork } from '../network-process.js';

/** What the network carries at most: transactions that do nothing, write one key, or only ask. */
export const throughput: Measure = {
    name: 'throughput',
    conditions: 'sample chaincode, 2 of 3 organisations endorse; one client through one gateway, commit awaited',
    run: (options) => withNewNetwork(BENCH_CONSORTIUM, ({ profiles }) => measure(profiles['utility'] ?? '', options)),
};

const KINDS = ['plainNoop', 'noop', 'write', 'evaluation'] as const;
type Kind = (typeof KINDS)[number];

async function measure(profile: string, { quick, progress }: MeasureOptions): Promise<readonly Figure[]> {
    const levels = quick ? [16, 64] : [8, 32, 64, 128, 256];
    const rounds = quick ? 1 : 2;
    const best = new Map<Kind, Rate>();
    const calls = callsOf(await openGatewayClient(profile, 'native'), await openGatewayClient(profile, 'plain'));
    await Promise.all(KINDS.map((kind) => calls[kind]()));
    // In turn, so that a busy moment of the machine is not of one kind alone.
    for (let round = 1; round <= rounds; round += 1) {
        for (const kind of KINDS) {
            progress(`${kind}, round ${String(round)} of ${String(rounds)}`);
            const rate = await bestRate({ levels, secondsEach: quick ? 1 : 2, call: calls[kind] });
            best.set(kind, higherOf(rate, best.get(kind) ?? rate));
        }
    }
    calls.close();
    return figuresOf((kind) => best.get(kind) ?? { perSecond: 0, atOnce: 0 });
}

function callsOf(
    native: GatewayClient,
    plain: GatewayClient,
): Readonly<Record<Kind, () => Promise<unknown>>> & { readonly close: () => void } {
    let keys = 0;
    return {
        plainNoop: () => plain.probe.submitTransaction('noop'),
        noop: () => native.probe.submitTransaction('noop'),
        write: () => {
            keys += 1;
            return native.probe.submitTransaction('put', `key${String(keys)}`, 'value');
        },
        evaluation: () => native.probe.evaluateTransaction('get', 'key1'),
        close: () => {
            native.close();
            plain.close();
        },
    };
}

function figuresOf(rate: (kind: Kind) => Rate): readonly Figure[] {
    const baseline = (what: string, kind: Kind): Figure['baseline'] => ({
        what,
        value: rate(kind).perSecond,
        at: inFlight(rate(kind)),
    });
    const noop = baseline('no-op transactions', 'noop');
    return [
        {
            ...figureOf('no-op transactions, native signer', rate('noop')),
            baseline: baseline('no-op transactions, plain gateway signer', 'plainNoop'),
        },
        { ...figureOf('transactions that write one key', rate('write')), baseline: noop },
        { ...figureOf('evaluations that read one key', rate('evaluation')), baseline: noop },
    ];
}

function figureOf(what: string, rate: Rate): Omit<Figure, 'baseline'> {
    return { what, value: rate.perSecond, unit: 'a second', at: inFlight(rate) };
}
