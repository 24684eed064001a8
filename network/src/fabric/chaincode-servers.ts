import { setTimeout as sleep } from 'node:timers/promises';
import {
    startChaincodeServer,
    type ChaincodeServer,
    type ChaincodeServerOptions,
} from '../chaincode/chaincode-server.js';

/** A chaincode server that is started again whenever it ends. */
export interface KeptServer {
    stop(): Promise<void>;
}

const RESTART_MS = 250;

/** @throws {Error} when it does not start the first time */
export async function keepChaincodeServer(options: ChaincodeServerOptions): Promise<KeptServer> {
    const state: { stopping: boolean; server: ChaincodeServer } = {
        stopping: false,
        server: await startChaincodeServer(options),
    };
    const kept = keep(state, options);
    return {
        stop: async () => {
            state.stopping = true;
            await state.server.stop();
            await kept;
        },
    };
}

async function keep(
    state: { readonly stopping: boolean; server: ChaincodeServer },
    options: ChaincodeServerOptions,
): Promise<void> {
    for (;;) {
        await state.server.ended;
        if (state.stopping) return;
        options.log(`chaincode ${options.id} has ended and is started again`);
        await sleep(RESTART_MS);
        try {
            state.server = await startChaincodeServer(options);
        } catch (error) {
            options.log(error instanceof Error ? error.message : String(error));
        }
        if (isStopping(state)) await state.server.stop();
    }
}

function isStopping(state: { readonly stopping: boolean }): boolean {
    return state.stopping;
}
