import { prepareClearing, type PreparedClearing } from './mobility-clearing.js';
import { sharedMobilityNetwork } from './mobility-network.js';

let started: Promise<PreparedClearing> | undefined;

/** The clearing of the shared network, with a window that is open for a day: for every file that closes none. */
export function sharedClearing(): Promise<PreparedClearing> {
    started ??= start();
    return started;
}

async function start(): Promise<PreparedClearing> {
    const prepared = await prepareClearing(await sharedMobilityNetwork());
    await prepared.clearing.openWindow(86_400);
    return prepared;
}
