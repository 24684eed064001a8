import type { ClientKind, ProcessorTimes } from '../client-process.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import { type Figure, type Measure, medianOf } from '../measure.js';
import { withNewNetwork } from '../network-process.js';
import { inOwnProcess } from '../own-process.js';

const AT_ONCE = 16;

/** Processor time that a client spends: with the native signer, against the gateway package's own. */
export const clientProcessor: Measure = {
    name: 'client-processor',
    conditions: `user and system time of a client process; no-op transactions of the sample chaincode, ${String(AT_ONCE)} in flight, commit awaited; medians`,
    run: (options) =>
        withNewNetwork(BENCH_CONSORTIUM, async ({ profiles }) => {
            const rounds = options.quick ? 1 : 3;
            const times: Record<ClientKind, ProcessorTimes[]> = { quartier: [], native: [], plain: [] };
            // In turn, so that a busy moment of the machine is not of one kind alone.
            for (let round = 0; round < rounds; round += 1) {
                for (const kind of ['plain', 'native', 'quartier'] as const) {
                    options.progress(`client with ${kind}, round ${String(round + 1)} of ${String(rounds)}`);
                    times[kind].push(await timesOf(kind, profiles['utility'] ?? '', options.quick ? 200 : 1_500));
                }
            }
            return figures(times);
        }),
};

function figures(times: Record<ClientKind, readonly ProcessorTimes[]>): readonly Figure[] {
    const transaction = (kind: ClientKind): number => medianOf(times[kind].map(({ transactionMs }) => transactionMs));
    const signature = (kind: ClientKind): number => medianOf(times[kind].map(({ signatureMs }) => signatureMs));
    const plain = { what: 'gateway package with its own signer', value: transaction('plain') };
    return [
        withHalf({
            what: 'a transaction of the client library',
            value: transaction('quartier'),
            unit: 'ms',
            baseline: plain,
        }),
        withHalf({
            what: 'a transaction of the gateway package, native signer',
            value: transaction('native'),
            unit: 'ms',
            baseline: plain,
        }),
        withHalf({
            what: 'one signature, native',
            value: signature('native'),
            unit: 'ms',
            baseline: { what: 'one of the gateway package’s signer', value: signature('plain') },
        }),
    ];
}

function withHalf(figure: Figure): Figure {
    return { ...figure, target: { what: 'under half', reached: figure.value < figure.baseline.value / 2 } };
}

function timesOf(kind: ClientKind, profile: string, transactions: number): Promise<ProcessorTimes> {
    return inOwnProcess('client-process', kind, profile, transactions, AT_ONCE);
}
