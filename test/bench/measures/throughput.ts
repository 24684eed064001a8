import type { Contract } from '@hyperledger/fabric-gateway';

import { bestRate, inFlight, type Rate } from '../best-rate.js';
import { openGatewayClient, type SignerKind } from '../gateway-client.js';
import { BENCH_CONSORTIUM } from '../machine.js';
import type { Figure, Measure, MeasureOptions } from '../measure.js';
import { inTemporaryFolder, withNetwork } from '../network-process.js';

/** What the network carries at most: transactions that do nothing, write one key, or only ask. */
export const throughput: Measure = {
    name: 'throughput',
    conditions: 'sample chaincode, 2 of 3 organisations endorse; one client through one gateway, commit awaited',
    run: (options) =>
        inTemporaryFolder((folder) =>
            withNetwork(folder, BENCH_CONSORTIUM, ({ profiles }) => measure(profiles['utility'] ?? '', options)),
        ),
};

async function measure(profile: string, { quick, progress }: MeasureOptions): Promise<readonly Figure[]> {
    const search = { levels: quick ? [16, 64] : [1, 8, 32, 64, 128, 256], secondsEach: quick ? 1 : 4 };
    const best = async (
        what: string,
        signer: SignerKind,
        call: (probe: Contract) => Promise<unknown>,
    ): Promise<Rate> => {
        progress(what);
        const client = await openGatewayClient(profile, signer);
        try {
            await call(client.probe);
            return await bestRate({ ...search, call: () => call(client.probe) });
        } finally {
            client.close();
        }
    };
    let keys = 0;
    const plain = await best('no-op, plain signer', 'plain', (probe) => probe.submitTransaction('noop'));
    const noop = await best('no-op', 'native', (probe) => probe.submitTransaction('noop'));
    const write = await best('single write', 'native', (probe) => {
        keys += 1;
        return probe.submitTransaction('put', `key${String(keys)}`, 'value');
    });
    const evaluation = await best('evaluation', 'native', (probe) => probe.evaluateTransaction('get', 'key1'));
    const plainNoop = { what: 'no-op transactions, plain gateway signer', value: plain.perSecond, at: inFlight(plain) };
    const nativeNoop = { what: 'no-op transactions', value: noop.perSecond, at: inFlight(noop) };
    return [
        { ...figureOf('no-op transactions, native signer', noop), baseline: plainNoop },
        { ...figureOf('transactions that write one key', write), baseline: nativeNoop },
        { ...figureOf('evaluations that read one key', evaluation), baseline: nativeNoop },
    ];
}

function figureOf(what: string, rate: Rate): Omit<Figure, 'baseline'> {
    return { what, value: rate.perSecond, unit: 'a second', at: inFlight(rate) };
}
