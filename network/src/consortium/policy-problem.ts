import { parseSignaturePolicy, type PolicyRule, type SignaturePolicy } from '../policy/signature-policy.js';
import type { SharedCollection } from './collections.js';
import type { Organisation } from './definition.js';

/**
 * What is wrong with a chaincode's endorsement policy, or undefined: it must parse, name peers of organisations of the
 * channel, need a signature, and be satisfiable by the members of each collection alone, for only they can endorse what
 * reads private data.
 */
export function policyProblem(
    policyText: string,
    organisations: readonly Organisation[],
    collections: readonly SharedCollection[],
): string | undefined {
    const policy = parsed(policyText);
    if (typeof policy === 'string') return policy;
    return (
        principalProblem(policy, organisations) ??
        (isSatisfiableBy(policy, []) ? 'is satisfied by nobody at all; ask for at least one signature' : undefined) ??
        collectionProblem(policy, collections)
    );
}

function parsed(policyText: string): SignaturePolicy | string {
    try {
        return parseSignaturePolicy(policyText);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return `${reason}; write it in Fabric's words, such as OutOf(2, 'AMSP.peer', 'BMSP.peer')`;
    }
}

function principalProblem(policy: SignaturePolicy, organisations: readonly Organisation[]): string | undefined {
    const known = organisations.map((organisation) => organisation.mspId);
    for (const { mspId, role } of policy.principals) {
        if (!known.includes(mspId)) return `${mspId} is not on the channel; there are ${known.join(', ')}`;
        if (role !== 'peer' && role !== 'member') return `only peers endorse; write '${mspId}.peer'`;
    }
    return undefined;
}

function collectionProblem(policy: SignaturePolicy, collections: readonly SharedCollection[]): string | undefined {
    const stuck = collections.find(({ members }) => members.length > 0 && !isSatisfiableBy(policy, members));
    if (stuck === undefined) return undefined;
    const { config, members } = stuck;
    return `the members of the collection ${config.name} (${members.join(', ')}) cannot satisfy it; ask for fewer, or for them`;
}

/** Whether peers of these organisations, however many each runs, could sign enough. */
function isSatisfiableBy(policy: SignaturePolicy, mspIds: readonly string[]): boolean {
    const satisfied = (rule: PolicyRule): boolean =>
        'signedBy' in rule
            ? mspIds.includes(policy.principals[rule.signedBy]?.mspId ?? '')
            : rule.rules.filter(satisfied).length >= rule.n;
    return satisfied(policy.rule);
}
