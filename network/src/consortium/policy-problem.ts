import { parseSignaturePolicy, type PolicyRule, type SignaturePolicy } from '../policy/signature-policy.js';
import type { Organisation } from './definition.js';
import type { SharedCollection } from './shared-collection.js';

/**
 * What is wrong with a chaincode's endorsement policy, or undefined: it must parse, name peers of organisations of the
 * channel, need a signature, and be satisfiable by the members of each collection alone, for only they can endorse what
 * reads private data; but for collections whose transactions write no public key that is under it.
 */
export function policyProblem(
    policyText: string,
    organisations: readonly Organisation[],
    collections: readonly SharedCollection[],
): string | undefined {
    const policy = parsed(policyText);
    if (typeof policy === 'string') return policy;
    const mspIds = organisations.map((organisation) => organisation.mspId);
    return (
        principalProblem(policy, mspIds, 'on the channel') ??
        signatureProblem(policy) ??
        collectionProblem(policy, collections)
    );
}

/** What is wrong with a collection's endorsement policy: it must name peers of members, and need a signature. */
export function collectionPolicyProblem(policyText: string, members: readonly string[]): string | undefined {
    const policy = parsed(policyText);
    if (typeof policy === 'string') return policy;
    return principalProblem(policy, members, 'a member of the collection') ?? signatureProblem(policy);
}

function parsed(policyText: string): SignaturePolicy | string {
    try {
        return parseSignaturePolicy(policyText);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return `${reason}; write it in Fabric's words, such as OutOf(2, 'AMSP.peer', 'BMSP.peer')`;
    }
}

function principalProblem(policy: SignaturePolicy, known: readonly string[], what: string): string | undefined {
    for (const { mspId, role } of policy.principals) {
        if (!known.includes(mspId)) return `${mspId} is not ${what}; there are ${known.join(', ')}`;
        if (role !== 'peer' && role !== 'member') return `only peers endorse; write '${mspId}.peer'`;
    }
    return undefined;
}

function signatureProblem(policy: SignaturePolicy): string | undefined {
    return isSatisfiableBy(policy, []) ? 'is satisfied by nobody at all; ask for at least one signature' : undefined;
}

function collectionProblem(policy: SignaturePolicy, collections: readonly SharedCollection[]): string | undefined {
    const stuck = collections.find(
        ({ members, ownKeyPolicies }) => members.length > 0 && !ownKeyPolicies && !isSatisfiableBy(policy, members),
    );
    if (stuck === undefined) return undefined;
    const { config, members } = stuck;
    return `the members of the collection ${config.name} (${members.join(', ')}) cannot satisfy it; ask for fewer, or for them, or write ownKeyPolicies`;
}

/** Whether peers of these organisations, however many each runs, could sign enough. */
function isSatisfiableBy(policy: SignaturePolicy, mspIds: readonly string[]): boolean {
    const satisfied = (rule: PolicyRule): boolean =>
        'signedBy' in rule
            ? mspIds.includes(policy.principals[rule.signedBy]?.mspId ?? '')
            : rule.rules.filter(satisfied).length >= rule.n;
    return satisfied(policy.rule);
}
