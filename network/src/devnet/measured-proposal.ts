import type { EndorserReply } from './endorser-reply.js';
import { secondsSince, type Metrics } from './metrics.js';

/** Runs a proposal on a peer, counted and timed as a Fabric peer does. */
export async function measuredProposal(
    place: { readonly channel: string; readonly chaincode: string },
    metrics: Metrics,
    run: () => Promise<EndorserReply>,
): Promise<EndorserReply> {
    const started = performance.now();
    metrics.proposalsReceived.inc();
    const reply = await run();
    const success = String(reply.kind === 'endorsed');
    metrics.proposalDuration.observe({ ...place, success }, secondsSince(started));
    if (reply.kind === 'endorsed') {
        metrics.proposalsSuccessful.inc();
    } else if (reply.kind === 'chaincode-error') {
        metrics.endorsementsFailed.inc({ ...place, chaincodeerror: 'true' });
    } else {
        metrics.simulationsFailed.inc(place);
    }
    return reply;
}
