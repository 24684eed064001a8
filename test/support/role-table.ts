/** Who may do what: every transaction that a chaincode publishes against every caller, allowed and refused. */
import { expect } from 'chai';

import { Refusal, type Area, type Call } from '@quartier/client';
import { consortiumTransactions } from '@quartier/rules/consortium';

import type { AreaNetwork } from './area-network.js';

/** What a caller's attempt comes to: `allowed`, or the code of the refusal. */
export type Row<Caller extends string> = Readonly<Record<Caller, string>>;

export interface RoleCase<Caller extends string> {
    readonly transaction: string;
    readonly expected: Row<Caller>;
    readonly request?: (caller: Caller | 'stranger') => object | Promise<object>;
    readonly privatePart?: (caller: Caller | 'stranger') => object;
    /** Whether it is submitted; otherwise it is evaluated. */
    readonly submitted: boolean;
}

export interface RoleTable<Caller extends string> {
    readonly network: () => AreaNetwork;
    /** Organisation and user. A stranger of the consortium, which the peers turn away, is told of in every table. */
    readonly callers: Readonly<Record<Caller, readonly [organisation: string, user: string]>>;
    readonly cases: Readonly<Record<string, RoleCase<Caller>>>;
    /** Contracts of the chaincode whose every transaction is in the table. */
    readonly contracts: readonly string[];
    /** What the area's own transactions name besides: the collection or the organisations that endorse. */
    readonly endorsement: (area: Area) => Pick<Call, 'collection' | 'endorsers'>;
    /** How an outcome is read, where the table tells less than the code. */
    readonly read?: (outcome: string) => string;
}

const DENIED = 'access denied';

/** A test for each transaction, and one that none is left out. */
export function tellWhoMayDoWhat<Caller extends string>(table: RoleTable<Caller>): void {
    const { network, contracts } = table;
    const cases = Object.values<RoleCase<Caller>>(table.cases);
    const callers = Object.keys(table.callers) as Caller[];

    for (const its of cases) {
        it(`gives every caller of ${its.transaction} what the table says`, async () => {
            const outcomes: Partial<Record<Caller | 'stranger', string>> = {};
            for (const caller of [...callers, 'stranger'] as const) {
                const outcome = await outcomeOf(table, its, caller);
                outcomes[caller] = table.read?.(outcome) ?? outcome;
            }
            expect(outcomes).to.deep.equal({ ...its.expected, stranger: DENIED });
        });
    }

    it(`covers every transaction of ${contracts.join(' and ')}`, async () => {
        const [organisation] = memberOf(table);
        const published = await publishedBy(await network().area(organisation), contracts);
        expect(cases.map(({ transaction }) => transaction)).to.have.members(published);
    });
}

export function submission<Caller extends string>(
    transaction: string,
    expected: Row<Caller>,
    request: RoleCase<Caller>['request'] = () => ({}),
    privatePart?: RoleCase<Caller>['privatePart'],
): RoleCase<Caller> {
    return { transaction, expected, request, submitted: true, ...(privatePart && { privatePart }) };
}

export function evaluation<Caller extends string>(
    transaction: string,
    expected: Row<Caller>,
    request?: RoleCase<Caller>['request'],
    privatePart?: RoleCase<Caller>['privatePart'],
): RoleCase<Caller> {
    return { ...submission(transaction, expected, request, privatePart), submitted: false };
}

export interface ConsortiumRows<Caller extends string> {
    readonly byAdministrators: Row<Caller>;
    readonly byVoters: Row<Caller>;
    readonly byAnyone: Row<Caller>;
    /** The area, whose founding administrators ratify again. */
    readonly area: () => Promise<Area>;
    /** A subject of the area's decisions with a value for it, if it has any. */
    readonly subject?: readonly [subject: string, value: object];
}

/** Rows of the contract that every area publishes for itself. */
export function consortiumCases<Caller extends string>({
    byAdministrators,
    byVoters,
    byAnyone,
    area,
    subject: known,
}: ConsortiumRows<Caller>): Readonly<Record<keyof typeof consortiumTransactions, RoleCase<Caller>>> {
    const t = consortiumTransactions;
    const [subject, value] = known ?? ['none', {}];
    const unknown = (): object => ({ decision: 'none' });
    const noDecision = 'CONSORTIUM_DECISION_UNKNOWN';
    const noSubject = instead(byAnyone, 'CONSORTIUM_SUBJECT_UNKNOWN');
    return {
        ratify: submission(t.ratify, byAdministrators, async () => foundingOf(await area())),
        describe: { transaction: t.describe, expected: byAnyone, submitted: false },
        propose: submission(t.propose, known === undefined ? noSubject : byVoters, (caller) => ({
            decision: `of ${caller}`,
            subject,
            from: '2099-01-01',
            value,
        })),
        approve: submission(t.approve, instead(byVoters, noDecision), unknown),
        reject: submission(t.reject, instead(byVoters, noDecision), unknown),
        getDecision: evaluation(t.getDecision, instead(byAnyone, noDecision), unknown),
        listDecisions: evaluation(t.listDecisions, byAnyone),
        inForce: evaluation(t.inForce, known === undefined ? noSubject : byAnyone, () => ({
            subject,
            day: '2024-01-01',
        })),
    };
}

async function foundingOf(area: Area): Promise<object> {
    const { inForce: _inForce, ratifiedBy: _ratifiedBy, ...founding } = await area.consortium();
    return founding;
}

/** Whoever is allowed by a row is told something else: that there is no such thing, say. */
export function instead<Caller extends string>(row: Row<Caller>, outcome: string): Row<Caller> {
    const cells = Object.entries<string>(row).map(([caller, said]) => [caller, said === 'allowed' ? outcome : said]);
    return Object.fromEntries(cells) as Row<Caller>;
}

async function outcomeOf<Caller extends string>(
    table: RoleTable<Caller>,
    its: RoleCase<Caller>,
    caller: Caller | 'stranger',
): Promise<string> {
    const area = await areaOf(table, caller);
    const call: Call = {
        transaction: its.transaction,
        ...(its.request && { request: await its.request(caller) }),
        ...(its.privatePart && { privatePart: its.privatePart(caller) }),
        ...(caller === 'stranger' || its.transaction.startsWith('consortium:') ? {} : table.endorsement(area)),
    };
    try {
        await (its.submitted ? area.submit(call) : area.evaluate(call));
        return 'allowed';
    } catch (error) {
        if (error instanceof Refusal) return error.code;
        return error instanceof Error && error.message.includes(DENIED) ? DENIED : String(error);
    }
}

/** The stranger has no peer on the channel: it asks a member's. */
function areaOf<Caller extends string>(table: RoleTable<Caller>, caller: Caller | 'stranger'): Promise<Area> {
    const [member] = memberOf(table);
    if (caller === 'stranger') return table.network().area('stranger', { through: member });
    const [organisation, user] = table.callers[caller];
    return table.network().area(organisation, { user });
}

function memberOf<Caller extends string>({
    callers,
}: RoleTable<Caller>): readonly [organisation: string, user: string] {
    const [first] = Object.values<readonly [string, string]>(callers);
    if (first === undefined) throw new RangeError('a table has callers');
    return first;
}

async function publishedBy(area: Area, contracts: readonly string[]): Promise<readonly string[]> {
    const metadata = (await area.evaluate({ transaction: 'org.hyperledger.fabric:GetMetadata' })) as {
        readonly contracts: Readonly<Record<string, { readonly transactions: readonly { readonly name: string }[] }>>;
    };
    return contracts.flatMap((contract) =>
        (metadata.contracts[contract]?.transactions ?? []).map(({ name }) => `${contract}:${name}`),
    );
}
