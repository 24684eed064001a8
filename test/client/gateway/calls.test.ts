import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import {
    CommitInvalid,
    CommitStatusUnknown,
    ConnectionFailed,
    EndorseFailed,
    EvaluateFailed,
    openConnection,
    ProfileInvalid,
    Refusal,
    type Area,
    type Connection,
} from '@quartier/client';
import { energyRefusals } from '@quartier/rules/energy';
import { expect } from 'chai';

import { profileOf, startFakeConsortium, type FakeConsortium } from '../../support/fake-consortium.js';
import { Answer, type ProposedCall } from '../../support/fake-gateway.js';

const REFUSED = 'ENERGY_COMMUNITY_UNKNOWN {"community":"confluence"}';
const PUBLIC = { transaction: 'energy:Do', request: { b: 2, a: 1 } };
const PRIVATE = { ...PUBLIC, privatePart: { meter: 'M1' }, collection: 'meteredData' };

describe('calls through the gateway', () => {
    let consortium: FakeConsortium;
    let connection: Connection;
    let area: Area;

    beforeEach(async () => {
        consortium = await startFakeConsortium();
        connection = await openConnection(consortium.profile, {
            retry: { firstPauseMs: 1, longestPauseMs: 2, attempts: 4 },
            deadlines: { commitMs: 2_000 },
        });
        area = connection.area('energy', energyRefusals);
    });
    afterEach(async () => {
        connection.close();
        await consortium.stop();
    });

    it('sends one argument of canonical JSON and reads the reply', async () => {
        let seen: ProposedCall | undefined;
        consortium.gateway.behaviour.evaluate = (call) => {
            seen = call;
            return { answer: 'yes' };
        };
        expect(await area.evaluate(PUBLIC)).to.deep.equal({ answer: 'yes' });
        expect(seen?.args).to.deep.equal(['{"a":1,"b":2}']);
    });

    it('sends a private part in the transient map, to the members of its collection alone', async () => {
        const seen: ProposedCall[] = [];
        consortium.gateway.behaviour.endorse = (call) => {
            seen.push(call);
            return { done: true };
        };
        expect(await area.submit(PRIVATE)).to.deep.equal({ done: true });
        await area.submit(PRIVATE);
        expect(seen[0]?.privatePart).to.deep.equal({ meter: 'M1' });
        expect(seen[0]?.args).to.deep.equal(['{"a":1,"b":2}']);
        expect(seen[0]?.organisations).to.deep.equal(['HousingMSP', 'UtilityMSP']);
        expect(consortium.gateway.seen.filter((step) => step === 'evaluate consortium:Describe')).to.have.length(1);
    });

    it('names the organisations that a call says endorse it, whoever shares a collection', async () => {
        const seen: ProposedCall[] = [];
        const note = (call: ProposedCall): void => {
            seen.push(call);
        };
        Object.assign(consortium.gateway.behaviour, { endorse: note, evaluate: note });
        const endorsers = ['MetroMSP', 'HousingMSP'];
        await area.submit({ ...PRIVATE, endorsers });
        await area.evaluate({ ...PUBLIC, endorsers });
        expect(seen.map(({ organisations }) => organisations)).to.deep.equal([endorsers, endorsers]);
    });

    it('lets the gateway choose who endorses what is public', async () => {
        let organisations: readonly string[] | undefined;
        consortium.gateway.behaviour.endorse = (call) => {
            organisations = call.organisations;
        };
        expect(await area.submit(PUBLIC)).to.equal(undefined);
        expect(organisations).to.deep.equal([]);
    });

    it('turns a refusal of an evaluation into its code, details and sentences', async () => {
        consortium.gateway.behaviour.evaluate = () => {
            throw new Answer(
                status.UNKNOWN,
                `evaluate call to endorser returned error: chaincode response 500, ${REFUSED}`,
            );
        };
        const refusal = await failureOf(area.evaluate(PUBLIC), Refusal);
        expect(refusal.code).to.equal('ENERGY_COMMUNITY_UNKNOWN');
        expect(refusal.details).to.deep.equal({ community: 'confluence' });
        expect(refusal.retry).to.equal('never');
        expect(refusal.message).to.equal('No community confluence exists. List them, or create it first.');
        expect(refusal.sentence('fr')).to.match(/^La communauté confluence/u);
        expect(consortium.gateway.seen).to.deep.equal(['evaluate energy:Do']);
    });

    it('finds a refusal in what the endorsing peers said, and does not send it again', async () => {
        consortium.gateway.behaviour.endorse = () => {
            throw notEndorsed(both(`chaincode response 500, ${REFUSED}`));
        };
        const refusal = await failureOf(area.submit(PRIVATE), Refusal);
        expect(refusal.code).to.equal('ENERGY_COMMUNITY_UNKNOWN');
        expect(refusal.disputed).to.equal(false);
        expect(endorsements()).to.equal(1);
    });

    it('asks again when one organisation refuses what another endorses: one of them lags', async () => {
        failFirst(2, () => notEndorsed([{ mspId: 'HousingMSP', message: `chaincode response 500, ${REFUSED}` }]));
        await area.submit(PRIVATE);
        expect(endorsements()).to.equal(3);
    });

    it('says that organisations dispute when they still do', async () => {
        consortium.gateway.behaviour.endorse = () => {
            throw notEndorsed([{ mspId: 'HousingMSP', message: `chaincode response 500, ${REFUSED}` }]);
        };
        expect((await failureOf(area.submit(PRIVATE), Refusal)).disputed).to.equal(true);
        expect(endorsements()).to.equal(4);
    });

    it('meets endorsements that differ with a fresh proposal', async () => {
        const ids = new Set<string>();
        failFirst(
            1,
            () => notEndorsed(both('ProposalResponsePayloads do not match')),
            (call) => ids.add(call.transactionId),
        );
        await area.submit(PRIVATE);
        expect(ids.size).to.equal(2);
    });

    it('does not send again what made chaincode fail otherwise', async () => {
        consortium.gateway.behaviour.endorse = () => {
            throw notEndorsed(both('chaincode response 500, Broken invariant'));
        };
        const failure = await failureOf(area.submit(PRIVATE), EndorseFailed);
        expect(failure.peers).to.have.length(2);
        expect(failure.retry).to.equal('never');
        expect(failure.message).to.contain('Broken invariant');
        expect(endorsements()).to.equal(1);
    });

    it('sends again when a peer lost its chaincode or cannot be reached', async () => {
        const failures = [
            notEndorsed(both('error in simulation: chaincode stream terminated')),
            new Answer(status.UNAVAILABLE, 'failed to find any endorsing peers for org(s): HousingMSP'),
            new Answer(status.UNKNOWN, 'too many requests for /gateway.Gateway, exceeding concurrency limit (500)'),
        ];
        failFirst(3, (attempt) => failures[attempt] ?? new Error());
        await area.submit(PRIVATE);
        expect(endorsements()).to.equal(4);
    });

    for (const [name, code] of [
        ['MVCC_READ_CONFLICT', peer.TxValidationCode.MVCC_READ_CONFLICT],
        ['PHANTOM_READ_CONFLICT', peer.TxValidationCode.PHANTOM_READ_CONFLICT],
    ] as const) {
        it(`sends again after ${name}, a few times`, async () => {
            consortium.gateway.behaviour.commitStatus = () => code;
            const failure = await failureOf(area.submit(PUBLIC), CommitInvalid);
            expect(failure.validation).to.equal(name);
            expect(failure.retry).to.equal('same-call');
            expect(endorsements()).to.equal(4);
        });
    }

    it('does not send again what was invalid for another reason', async () => {
        consortium.gateway.behaviour.commitStatus = () => peer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
        const failure = await failureOf(area.submit(PUBLIC), CommitInvalid);
        expect([failure.validation, failure.retry]).to.deep.equal(['ENDORSEMENT_POLICY_FAILURE', 'never']);
        expect(endorsements()).to.equal(1);
    });

    it('asks again for a status that it did not get', async () => {
        let asked = 0;
        consortium.gateway.behaviour.commitStatus = () => {
            asked += 1;
            if (asked < 3) throw new Answer(status.UNAVAILABLE, 'the gateway restarts');
            return peer.TxValidationCode.VALID;
        };
        await area.submit(PUBLIC);
        expect(consortium.gateway.seen.filter((step) => step === 'submit')).to.have.length(1);
    });

    it('says that the outcome is unknown when the status cannot be had', async () => {
        consortium.gateway.behaviour.commitStatus = () => {
            throw new Answer(status.UNAVAILABLE, 'the gateway is gone');
        };
        const failure = await failureOf(area.submit(PUBLIC), CommitStatusUnknown);
        expect(failure.retry).to.equal('same-call');
        expect(failure.transactionId).to.match(/^[0-9a-f]{64}$/u);
        expect(endorsements()).to.equal(1);
    });

    it('sends the same transaction again when no orderer answers', async () => {
        const ids: string[] = [];
        consortium.gateway.behaviour.submit = (transactionId) => {
            ids.push(transactionId);
            if (ids.length < 3) throw new Answer(status.UNAVAILABLE, 'no orderers could process it');
        };
        await area.submit(PUBLIC);
        expect(ids).to.have.length(3);
        expect(new Set(ids).size).to.equal(1);
    });

    it('names the step of an evaluation that fails otherwise', async () => {
        consortium.gateway.behaviour.evaluate = () => {
            throw new Answer(status.PERMISSION_DENIED, 'access denied');
        };
        const failure = await failureOf(area.evaluate(PUBLIC), EvaluateFailed);
        expect([failure.transaction, failure.status]).to.deep.equal(['energy:Do', 'PERMISSION_DENIED']);
    });

    it('says which peer does not answer, and why', async () => {
        const { address } = consortium.gateway;
        await consortium.gateway.stop();
        const failure = await failureOf(openConnection(consortium.profile, { connectMs: 5_000 }), ConnectionFailed);
        expect(failure.message).to.contain(`peer0.utility.example at ${address}`).and.to.contain('ECONNREFUSED');
        expect(profileOf(address)).to.have.property('peers');
    });

    it('refuses an area that the profile does not have', () => {
        expect(() => connection.area('mobility', {})).to.throw(ProfileInvalid, 'channels.<name>.chaincodes');
    });

    function endorsements(): number {
        return consortium.gateway.seen.filter((step) => step.startsWith('endorse')).length;
    }

    function failFirst(
        times: number,
        failure: (attempt: number) => Error,
        look: (call: ProposedCall) => void = () => undefined,
    ): void {
        let attempts = 0;
        consortium.gateway.behaviour.endorse = (call) => {
            look(call);
            attempts += 1;
            if (attempts <= times) throw failure(attempts - 1);
        };
    }
});

function both(message: string): { mspId: string; message: string }[] {
    return ['HousingMSP', 'UtilityMSP'].map((mspId) => ({ mspId, message }));
}

function notEndorsed(peers: { mspId: string; message: string }[]): Answer {
    const text = 'failed to collect enough transaction endorsements, see attached details for more info';
    return new Answer(status.ABORTED, text, peers);
}

async function failureOf<Failure extends Error>(
    call: Promise<unknown>,
    Expected: abstract new (...args: never[]) => Failure,
): Promise<Failure> {
    try {
        await call;
    } catch (error) {
        expect(error).to.be.instanceOf(Expected);
        return error as Failure;
    }
    throw new Error('The call did not fail');
}
