import type { Context } from 'fabric-contract-api';

import { PRIVATE_PART, Refused } from '@quartier/rules/wire';

/** The private part of a request, from the transient map: it never reaches a block. */
export function privatePart(ctx: Context): string {
    const bytes = ctx.stub.getTransient().get(PRIVATE_PART);
    if (bytes === undefined) throw new Refused('REQUEST_PRIVATE_PART_MISSING');
    return Buffer.from(bytes).toString('utf8');
}
