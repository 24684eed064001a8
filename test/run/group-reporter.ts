import { reporters } from 'mocha';

import type { Totals } from './totals.js';

/** Mocha's usual reporter, but for the totals: they are the last line, as JSON, and told once for all groups. */
class GroupReporter extends reporters.Spec {
    override epilogue(): void {
        const { passes, pending, failures } = this.stats;
        if (this.failures.length > 0) reporters.Base.list(this.failures);
        const totals: Totals = { passes, pending, failures };
        reporters.Base.consoleLog(JSON.stringify(totals));
    }
}

export = GroupReporter;
