import type { DecisionRecord } from '@quartier/rules/consortium';

/** The options that name an area; the command runs on that area's channel. */
export interface AreaOptions {
    readonly area: string;
}

/** A decision and where its votes stand, in lines. */
export function decisionText(record: DecisionRecord): string {
    return [
        `Decision   ${record.decision}: ${record.state}${record.closedAt === undefined ? '' : ` ${instant(record.closedAt)}`}`,
        `Subject    ${record.subject}, from ${record.from}`,
        `Proposed   by ${record.proposedBy} ${instant(record.proposedAt)}`,
        `Approved   ${named(record.approvedBy)}`,
        `Rejected   ${named(record.rejectedBy)}`,
    ].join('\n');
}

export function named(mspIds: readonly string[]): string {
    return mspIds.length === 0 ? '-' : mspIds.join(', ');
}

function instant(seconds: number): string {
    return new Date(seconds * 1_000).toISOString().replace('.000', '');
}
