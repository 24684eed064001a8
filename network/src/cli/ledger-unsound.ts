import type { ChannelVerification } from '../verification/index.js';

/** A verified ledger is not what its blocks say. */
export class LedgerUnsound extends Error {
    constructor(readonly channels: readonly ChannelVerification[]) {
        const count = channels.reduce((sum, { problemCount }) => sum + problemCount, 0);
        super(`the ledger is not sound: ${String(count)} ${count === 1 ? 'problem' : 'problems'}`);
        this.name = LedgerUnsound.name;
    }
}
