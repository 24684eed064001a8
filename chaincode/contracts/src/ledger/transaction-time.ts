import { Refused } from '@quartier/rules/wire';

import type { Stub } from './stub.js';

/**
 * The time of a transaction, in whole seconds. The client that proposes it chooses the timestamp and Fabric 2.5 does
 * not bound it, so every endorser refuses one that is further than the tolerance from its own clock: with two endorsing
 * organisations it is then as true as either's clock. This is the only place of the chaincode that looks at a clock.
 */
export function transactionTime(stub: Stub, toleranceSeconds: number): number {
    const proposedMs = proposalTimestampMs(stub);
    if (Math.abs(proposedMs - Date.now()) > toleranceSeconds * 1_000) {
        throw new Refused('CONSORTIUM_CLOCK', { proposed: Math.floor(proposedMs / 1_000), toleranceSeconds });
    }
    return Math.floor(proposedMs / 1_000);
}

/**
 * The time that a proposal says, in whole seconds, whatever the clocks say. In evaluations only: who chooses another time
 * there fools nobody else.
 */
export function proposalTime(stub: Stub): number {
    return Math.floor(proposalTimestampMs(stub) / 1_000);
}

function proposalTimestampMs(stub: Stub): number {
    return stub.getDateTimestamp().getTime();
}
