import type { peer } from '@hyperledger/fabric-protos';
import type { Layout } from './endorsement-layouts.js';
import type { EndorsementPlan } from './endorsement-plan.js';
import type { EndorserReply } from '../endorser/endorser.js';
import type { FailureDetail } from '../gateway-error.js';
import type { Peer } from '../peer.js';

export interface Endorsed {
    readonly peer: Peer;
    readonly reply: EndorserReply & { readonly kind: 'endorsed' };
}

export type RoundOutcome =
    | { readonly complete: true; readonly payload: Buffer; readonly endorsements: readonly peer.Endorsement[] }
    | { readonly complete: false; readonly failures: readonly FailureDetail[] };

/**
 * Asks the peers of one layout after another until one is complete. A peer that fails, or whose result is not byte
 * for byte the first one's, is replaced by another of its organisation; an organisation without one left takes its
 * layouts with it.
 */
export async function collectEndorsements(
    { layouts, peers }: EndorsementPlan,
    ask: (peer: Peer) => Promise<EndorserReply>,
    first?: Endorsed,
): Promise<RoundOutcome> {
    const collected: Endorsed[] = first === undefined ? [] : [first];
    const asked = new Set(collected.map((endorsed) => endorsed.peer));
    const exhausted = new Set<string>();
    const failures: FailureDetail[] = [];

    const askOneOf = async (mspId: string): Promise<void> => {
        for (;;) {
            const candidate = peers.find((peer) => peer.mspId === mspId && !asked.has(peer));
            if (candidate === undefined) {
                exhausted.add(mspId);
                return;
            }
            asked.add(candidate);
            const reply = await ask(candidate);
            const problem = problemOf(reply, collected[0]);
            if (problem === undefined && reply.kind === 'endorsed') {
                collected.push({ peer: candidate, reply });
                return;
            }
            failures.push(failureOf(candidate, problem ?? ''));
        }
    };

    for (const layout of layouts) {
        if ([...layout.keys()].some((mspId) => exhausted.has(mspId))) continue;
        await Promise.all(stillMissing(layout, collected).map(askOneOf));
        const [payload] = collected.map(({ reply }) => reply.payload);
        if (payload !== undefined && stillMissing(layout, collected).length === 0) {
            const ofLayout = collected.filter(({ peer }) => layout.has(peer.mspId));
            return { complete: true, payload, endorsements: ofLayout.map(({ reply }) => reply.endorsement) };
        }
    }
    return { complete: false, failures };
}

/** What a peer's reply has against it, in the words of an error detail. */
export function problemOf(reply: EndorserReply, first?: Endorsed): string | undefined {
    if (reply.kind === 'chaincode-error') return `chaincode response ${reply.status}, ${reply.message}`;
    if (reply.kind !== 'endorsed') return reply.message;
    return first === undefined || first.reply.payload.equals(reply.payload)
        ? undefined
        : 'ProposalResponsePayloads do not match';
}

export const failureOf = ({ address, mspId }: Peer, message: string): FailureDetail => ({ address, mspId, message });

/** An organisation for each endorsement that is missing. */
function stillMissing(layout: Layout, collected: readonly Endorsed[]): string[] {
    return [...layout].flatMap(([mspId, count]) => {
        const have = collected.filter(({ peer }) => peer.mspId === mspId).length;
        return Array.from({ length: Math.max(0, count - have) }, () => mspId);
    });
}
