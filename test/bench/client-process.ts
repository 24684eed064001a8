/** A client that sends transactions and tells what they cost its processor. */
import { energyCatalogue, mapConcurrently, openConnection, readProfile } from '@quartier/client';

import { openGatewayClient, signerOf } from './gateway-client.js';

/** The client library, or the gateway package alone with either signer. */
export type ClientKind = 'quartier' | 'native' | 'plain';

export interface ProcessorTimes {
    readonly transactionMs: number;
    readonly signatureMs: number;
}

const SIGNATURES = 500;
/** As long as a proposal of a no-op. */
const MESSAGE = Buffer.alloc(1_200, 1);

async function main([kind = '', profile = '', transactions = '', atOnce = '']: readonly string[]): Promise<void> {
    const client = await open(kind as ClientKind, profile);
    const send = (count: number): Promise<unknown> =>
        mapConcurrently(Array.from({ length: count }), Number(atOnce), client.submit);
    const { mspPath = '' } = await readProfile(profile);
    const { signer, hash } = signerOf(mspPath, kind === 'plain' ? 'plain' : 'native');
    const sign = async (count: number): Promise<void> => {
        for (let signature = 0; signature < count; signature += 1) await signer(hash(MESSAGE));
    };
    // What is measured is a program that has run for a while.
    await send(Math.min(300, Number(transactions)));
    const transactionMs = (await processorMs(() => send(Number(transactions)))) / Number(transactions);
    const signatureMs = (await processorMs(() => sign(SIGNATURES))) / SIGNATURES;
    client.close();
    const times: ProcessorTimes = { transactionMs, signatureMs };
    process.stdout.write(JSON.stringify(times));
}

async function open(
    kind: ClientKind,
    profile: string,
): Promise<{ readonly submit: () => Promise<unknown>; readonly close: () => void }> {
    if (kind === 'quartier') {
        const connection = await openConnection(profile);
        const probe = connection.area('probe', energyCatalogue);
        return { submit: () => probe.submit({ transaction: 'probe:noop' }), close: connection.close };
    }
    const client = await openGatewayClient(profile, kind);
    return {
        submit: () => client.probe.submitTransaction('probe:noop'),
        close: () => {
            client.close();
        },
    };
}

async function processorMs(work: () => Promise<unknown>): Promise<number> {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
}

main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
});
