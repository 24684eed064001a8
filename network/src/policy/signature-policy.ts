import { common, msp } from '@hyperledger/fabric-protos';
import { message } from '../wire/message.js';

export type PrincipalRole = 'member' | 'admin' | 'client' | 'peer' | 'orderer';

/** Who has signed: an organisation's identity, with the role that its certificate names. */
export interface Signer {
    readonly mspId: string;
    readonly role: PrincipalRole | undefined;
}

export interface Principal {
    readonly mspId: string;
    /** Undefined for principals other than a role of an MSP, which no identity satisfies here. */
    readonly role: PrincipalRole | undefined;
}

/** `signedBy` is an index into the policy's principals. */
export type PolicyRule = { readonly signedBy: number } | { readonly n: number; readonly rules: readonly PolicyRule[] };

export interface SignaturePolicy {
    readonly principals: readonly Principal[];
    readonly rule: PolicyRule;
}

const ROLE_NUMBERS = msp.MSPRole.MSPRoleType;
const ROLES: ReadonlyMap<number, PrincipalRole> = new Map<number, PrincipalRole>([
    [ROLE_NUMBERS.MEMBER, 'member'],
    [ROLE_NUMBERS.ADMIN, 'admin'],
    [ROLE_NUMBERS.CLIENT, 'client'],
    [ROLE_NUMBERS.PEER, 'peer'],
    [ROLE_NUMBERS.ORDERER, 'orderer'],
]);
const TOKEN =
    /\s*(?:(and|or|outof)\s*\(|(['"])([A-Za-z0-9.-]+)\.(member|admin|client|peer|orderer)\2|(\d+)|([,)]))\s*/iy;

/**
 * Reads a policy in Fabric's words, such as `OutOf(2, 'AMSP.peer', AND('BMSP.peer', 'CMSP.member'))`.
 * @throws {Error} that says what is wrong with the text
 */
export function parseSignaturePolicy(text: string): SignaturePolicy {
    const principals: Principal[] = [];
    const tokens = tokensOf(text);
    const rule = readRule(tokens, principals, text);
    if (tokens.length > 0) {
        throw new Error(`policy "${text}" goes on after its end`);
    }
    return { principals, rule };
}

/** Reads a serialised SignaturePolicyEnvelope, as chaincode sets it for a key. */
export function decodeSignaturePolicy(bytes: Uint8Array): SignaturePolicy {
    const envelope = common.SignaturePolicyEnvelope.deserializeBinary(bytes);
    const rule = envelope.getRule();
    if (rule === undefined) {
        throw new Error('the signature policy has no rule');
    }
    return { principals: envelope.getIdentitiesList().map(decodePrincipal), rule: decodeRule(rule) };
}

export function encodeSignaturePolicy(policy: SignaturePolicy): common.SignaturePolicyEnvelope {
    return message(common.SignaturePolicyEnvelope, {
        version: 0,
        identitiesList: policy.principals.map(encodePrincipal),
        rule: encodeRule(policy.rule),
    });
}

function satisfiesPrincipal(identity: Signer, principal: Principal): boolean {
    return identity.mspId === principal.mspId && (principal.role === 'member' || principal.role === identity.role);
}

/**
 * Whether these identities satisfy the policy. As in Fabric the rules are tried in order and each takes the first
 * identity that fits and is still free: an earlier rule can take the identity that a later one needed.
 */
export function isSatisfied(policy: SignaturePolicy, identities: readonly Signer[]): boolean {
    return satisfyRule(policy, policy.rule, identities, new Set()) !== undefined;
}

/** The identities used once the rule is satisfied, or undefined when it is not. */
function satisfyRule(
    policy: SignaturePolicy,
    rule: PolicyRule,
    identities: readonly Signer[],
    used: ReadonlySet<number>,
): ReadonlySet<number> | undefined {
    if ('signedBy' in rule) {
        const principal = policy.principals[rule.signedBy];
        const index = identities.findIndex(
            (identity, i) => !used.has(i) && principal !== undefined && satisfiesPrincipal(identity, principal),
        );
        return index < 0 ? undefined : new Set([...used, index]);
    }
    let taken = used;
    let satisfied = 0;
    for (const inner of rule.rules) {
        const after = satisfyRule(policy, inner, identities, taken);
        if (after !== undefined) {
            taken = after;
            satisfied += 1;
        }
    }
    return satisfied >= rule.n ? taken : undefined;
}

type Token =
    | { readonly gate: string }
    | { readonly principal: Principal }
    | { readonly number: number }
    | { readonly mark: string };

function tokensOf(text: string): Token[] {
    const tokens: Token[] = [];
    const pattern = new RegExp(TOKEN);
    while (pattern.lastIndex < text.length) {
        const at = pattern.lastIndex;
        const match = pattern.exec(text);
        if (match === null) {
            throw new Error(`policy "${text}" is not understood from "${text.slice(at)}"`);
        }
        tokens.push(tokenOf(match));
    }
    return tokens;
}

function tokenOf([, gate, , mspId, role, number, mark]: RegExpExecArray): Token {
    if (gate !== undefined) {
        return { gate: gate.toLowerCase() };
    }
    if (mspId !== undefined) {
        return { principal: { mspId, role: role?.toLowerCase() as PrincipalRole } };
    }
    return number !== undefined ? { number: Number(number) } : { mark: mark ?? '' };
}

function readRule(tokens: Token[], principals: Principal[], text: string): PolicyRule {
    const token = tokens.shift();
    if (token !== undefined && 'principal' in token) {
        principals.push(token.principal);
        return { signedBy: principals.length - 1 };
    }
    if (token === undefined || !('gate' in token)) {
        throw new Error(`policy "${text}" lacks a principal such as 'OrgMSP.peer' or one of AND, OR, OutOf`);
    }
    const count = token.gate === 'outof' ? readCount(tokens, text) : undefined;
    const rules = readRules(tokens, principals, text);
    const n = count ?? (token.gate === 'and' ? rules.length : 1);
    if (n > rules.length) {
        throw new Error(`policy "${text}" asks for ${n} of ${rules.length}`);
    }
    return { n, rules };
}

function readCount(tokens: Token[], text: string): number {
    const count = tokens.shift();
    const comma = tokens.shift();
    if (count === undefined || !('number' in count) || comma === undefined || !isMark(comma, ',')) {
        throw new Error(`policy "${text}": OutOf begins with a number and a comma`);
    }
    return count.number;
}

function readRules(tokens: Token[], principals: Principal[], text: string): PolicyRule[] {
    const rules: PolicyRule[] = [];
    for (;;) {
        rules.push(readRule(tokens, principals, text));
        const next = tokens.shift();
        if (next !== undefined && isMark(next, ')')) {
            return rules;
        }
        if (next === undefined || !isMark(next, ',')) {
            throw new Error(`policy "${text}" lacks a comma or a closing bracket`);
        }
    }
}

function isMark(token: Token, mark: string): boolean {
    return 'mark' in token && token.mark === mark;
}

function decodePrincipal(principal: msp.MSPPrincipal): Principal {
    if (principal.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE) {
        return { mspId: '', role: undefined };
    }
    const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
    return { mspId: role.getMspIdentifier(), role: ROLES.get(role.getRole()) };
}

function encodePrincipal({ mspId, role }: Principal): msp.MSPPrincipal {
    const [number] = [...ROLES].find(([, name]) => name === role) ?? [ROLE_NUMBERS.MEMBER];
    return message(msp.MSPPrincipal, {
        principalClassification: msp.MSPPrincipal.Classification.ROLE,
        principal: message(msp.MSPRole, {
            mspIdentifier: mspId,
            role: number as msp.MSPRole.MSPRoleTypeMap['MEMBER'],
        }).serializeBinary(),
    });
}

function decodeRule(rule: common.SignaturePolicy): PolicyRule {
    const gate = rule.getNOutOf();
    return gate === undefined
        ? { signedBy: rule.getSignedBy() }
        : { n: gate.getN(), rules: gate.getRulesList().map(decodeRule) };
}

function encodeRule(rule: PolicyRule): common.SignaturePolicy {
    if ('signedBy' in rule) return message(common.SignaturePolicy, { signedBy: rule.signedBy });
    return message(common.SignaturePolicy, {
        nOutOf: message(common.SignaturePolicy.NOutOf, { n: rule.n, rulesList: rule.rules.map(encodeRule) }),
    });
}
