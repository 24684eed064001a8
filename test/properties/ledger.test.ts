import type { Contract, Status, SubmittedTransaction, Transaction } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import fc from 'fast-check';

import { LedgerModel, PRIVATE, type Endorsed, type Operation } from '../support/ledger-model.js';
import { startProbeNetwork, textOf, type ProbeNetwork } from '../support/probe-network.js';

const OPERATIONS = Number(process.env['LEDGER_OPERATIONS'] ?? 200);
const SEED = Number(process.env['LEDGER_SEED'] ?? Date.now() % 2 ** 31);
const OPERATIONS_BETWEEN_RESTARTS = 70;

/** An operation, and the call of the chaincode that does it. */
interface Step extends Operation {
    readonly call: readonly string[];
    readonly transient?: string;
}

const MSP_IDS = ['AlphaMSP', 'BetaMSP', 'GammaMSP'];
const key = fc.integer({ min: 0, max: 9 }).map((number) => `k${number}`);
const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 });
const endorsers = fc.oneof(
    { weight: 4, arbitrary: fc.constant(MSP_IDS) },
    { weight: 3, arbitrary: fc.subarray(MSP_IDS, { minLength: 2 }) },
    { weight: 1, arbitrary: fc.subarray(MSP_IDS, { minLength: 1 }) },
);
const members = fc.oneof(
    { weight: 4, arbitrary: fc.constant(['AlphaMSP', 'BetaMSP']) },
    { weight: 1, arbitrary: fc.constantFrom(['AlphaMSP'], ['BetaMSP']) },
);

/** Steps are made when their turn comes, since what some write depends on what they read. */
type StepMaker = (model: LedgerModel) => Step;

const stepMaker: fc.Arbitrary<StepMaker> = fc.oneof(
    fc.record({ key, value, endorsers }).map(({ key, value, endorsers }): StepMaker => () => ({
        reads: [],
        write: { key, value },
        endorsers,
        call: ['put', key, value],
    })),
    fc.record({ key, value, endorsers }).map(({ key, value, endorsers }): StepMaker => (model) => ({
        reads: [key],
        write: { key, value: (model.value(key) + value).slice(-4000) },
        endorsers,
        call: ['append', key, value],
    })),
    fc.record({ key, endorsers }).map(({ key, endorsers }): StepMaker => () => ({
        reads: [],
        write: { key, value: undefined },
        endorsers,
        call: ['remove', key],
    })),
    fc
        .record({ key, endorsers })
        .map(({ key, endorsers }): StepMaker => () => ({ reads: [key], endorsers, call: ['get', key] })),
    fc
        .record({ from: key, to: key, target: key, endorsers })
        .map(({ from, to, target, endorsers }): StepMaker => (model) => {
            const keys = Object.keys(model.publicState()).filter((one) => one >= from && one < to);
            return {
                reads: [],
                range: { from, to },
                write: { key: target, value: String(keys.length) },
                endorsers,
                call: ['countInto', from, to, target],
            };
        }),
    fc
        .record({ key, mspIds: fc.subarray(MSP_IDS, { minLength: 1 }), endorsers })
        .map(({ key, mspIds, endorsers }): StepMaker => () => ({
            reads: [],
            policy: { key, mspIds },
            endorsers,
            call: ['requireEndorsers', key, mspIds.join()],
        })),
    fc.record({ key, value, members }).map(({ key, value, members }): StepMaker => () => ({
        reads: [],
        write: { key: PRIVATE + key, value },
        endorsers: members,
        call: ['putPrivate', 'shared', key],
        transient: value,
    })),
    fc.record({ key, value, members }).map(({ key, value, members }): StepMaker => (model) => ({
        reads: [PRIVATE + key],
        write: { key: PRIVATE + key, value: model.value(PRIVATE + key) + value },
        endorsers: members,
        call: ['appendPrivate', 'shared', key],
        transient: value,
    })),
    fc.record({ key, members }).map(({ key, members }): StepMaker => () => ({
        reads: [],
        write: { key: PRIVATE + key, value: undefined },
        endorsers: members,
        call: ['removePrivate', 'shared', key],
    })),
);

describe('the ledger', () => {
    let network: ProbeNetwork;

    before(async () => {
        network = await startProbeNetwork({ batch: { timeoutMs: 25, maxMessages: 5 } });
    });
    after(() => network.close());

    it(`does with ${OPERATIONS} random operations what Fabric’s rules say (seed ${SEED})`, async function () {
        this.timeout(60_000 + OPERATIONS * 500);
        const model = new LedgerModel();
        const rounds = fc.sample(fc.array(stepMaker, { minLength: 1, maxLength: 7 }), {
            numRuns: OPERATIONS,
            seed: SEED,
        });
        let done = 0;
        let sinceRestart = 0;
        let clients = connect(network);
        for (const makers of rounds) {
            if (done >= OPERATIONS) {
                break;
            }
            await playRound(clients, model, makers);
            done += makers.length;
            sinceRestart += makers.length;
            if (sinceRestart >= OPERATIONS_BETWEEN_RESTARTS) {
                sinceRestart = 0;
                await network.restart();
                clients = connect(network);
            }
            await expectSameState(clients, model);
        }
    });
});

interface Clients {
    readonly writer: Contract;
    readonly reader: Contract;
}

function connect(network: ProbeNetwork): Clients {
    return { writer: network.client('alpha').contract, reader: network.client('beta').contract };
}

/** All steps are endorsed on one state, then ordered one after the other. */
async function playRound({ writer }: Clients, model: LedgerModel, makers: readonly StepMaker[]): Promise<void> {
    const steps = makers.map((make) => make(model));
    const endorsed = steps.map((step) => model.endorse(step));
    const transactions = await Promise.all(steps.map((step) => endorse(writer, step)));
    const commits: SubmittedTransaction[] = [];
    for (const transaction of transactions) {
        commits.push(await transaction.submit());
    }
    const statuses = await Promise.all(commits.map((commit) => commit.getStatus()));
    const expected = blocksOf(endorsed, statuses).flatMap((block) => model.commit(block));
    const describe = (codes: readonly number[]): readonly string[] =>
        codes.map(
            (code, index) =>
                `${steps[index]?.call.join(' ') ?? ''} by ${steps[index]?.endorsers.join() ?? ''}: ${code}`,
        );
    expect(describe(statuses.map(({ code }) => code))).to.deep.equal(describe(expected));
}

function endorse(writer: Contract, { call: [name = '', ...args], transient, endorsers }: Step): Promise<Transaction> {
    return writer
        .newProposal(name, {
            arguments: args,
            endorsingOrganizations: [...endorsers],
            ...(transient === undefined ? {} : { transientData: { value: transient } }),
        })
        .endorse();
}

function blocksOf(endorsed: readonly Endorsed[], statuses: readonly Status[]): readonly Endorsed[][] {
    const blocks = new Map<bigint, Endorsed[]>();
    endorsed.forEach((operation, index) => {
        const number = statuses[index]?.blockNumber ?? -1n;
        blocks.set(number, [...(blocks.get(number) ?? []), operation]);
    });
    return [...blocks.values()];
}

async function expectSameState({ reader }: Clients, model: LedgerModel): Promise<void> {
    const found = JSON.parse(textOf(await reader.evaluateTransaction('entries', 'k', 'l'))) as Record<string, string>;
    expect(found).to.deep.equal(model.publicState());
    const keys = Array.from({ length: 10 }, (_, number) => `k${number}`);
    const secrets = textOf(await reader.evaluateTransaction('getPrivateMany', 'shared', keys.join()));
    expect(JSON.parse(secrets)).to.deep.equal(keys.map((key) => model.value(PRIVATE + key)));
}
