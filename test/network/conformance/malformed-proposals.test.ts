import { gateway, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { rawCall, type RawAnswer } from '../../support/conformance/raw-call.js';
import {
    rawProposal,
    signProposal,
    transactionIdOf,
    type ProposalParts,
} from '../../support/conformance/raw-proposal.js';
import { withoutIds } from '../../support/conformance/failed.js';

type Case = readonly [title: string, spoil: (parts: ProposalParts) => void, evaluated: RawAnswer, endorsed: RawAnswer];

const ANY = 'any message';

const invalid = (message: string): RawAnswer => ({ code: 'INVALID_ARGUMENT', message });
const unreadable = (reason: string): RawAnswer => invalid(`failed to unpack transaction proposal: ${reason}`);
const unpacked = (reason: string): RawAnswer => ({
    code: 'FAILED_PRECONDITION',
    message: `evaluate call to endorser returned error: ${reason}`,
});
const refused = (reason: string): RawAnswer => unpacked(`error validating proposal: ${reason}`);
const UNNAMED: RawAnswer = {
    code: 'FAILED_PRECONDITION',
    message:
        'no combination of peers can be derived which satisfy the endorsement policy: ' +
        'No metadata was found for chaincode  in channel conformance',
};
const FIRST: RawAnswer = {
    code: 'ABORTED',
    message: 'failed to endorse transaction, see attached details for more info',
};

const CASES: readonly Case[] = [
    [
        'of another type',
        ({ channelHeader }) => {
            channelHeader.setType(5);
        },
        refused('invalid header type DELIVER_SEEK_INFO'),
        FIRST,
    ],
    [
        'of a type that there is not',
        ({ channelHeader }) => {
            channelHeader.setType(77);
        },
        refused('invalid header type 77'),
        FIRST,
    ],
    [
        'of an epoch',
        ({ channelHeader }) => {
            channelHeader.setEpoch(1);
        },
        refused('epoch is non-zero'),
        FIRST,
    ],
    [
        'without a nonce',
        ({ signatureHeader }) => {
            signatureHeader.setNonce('');
        },
        refused('nonce is empty'),
        FIRST,
    ],
    [
        'without a creator',
        ({ signatureHeader }) => {
            signatureHeader.setCreator('');
        },
        refused('creator is empty'),
        FIRST,
    ],
    [
        'of a creator that is none',
        ({ signatureHeader, channelHeader }) => {
            signatureHeader.setCreator(Buffer.from('nobody'));
            channelHeader.setTxId(transactionIdOf(signatureHeader));
        },
        refused('access denied: channel [conformance] creator org unknown, creator is malformed'),
        FIRST,
    ],
    [
        'whose transaction id is not computed as it should be',
        ({ channelHeader }) => {
            channelHeader.setTxId('0'.repeat(64));
        },
        refused("incorrectly computed txid 'TX' -- expected 'TX'"),
        FIRST,
    ],
    [
        'without a transaction id',
        ({ channelHeader }) => {
            channelHeader.setTxId('');
        },
        refused("incorrectly computed txid '' -- expected 'TX'"),
        FIRST,
    ],
    [
        'without a channel',
        ({ channelHeader }) => {
            channelHeader.setChannelId('');
        },
        unreadable('no channel id provided'),
        // Fabric gives no reason here.
        { code: 'FAILED_PRECONDITION', message: ANY },
    ],
    [
        'that names no chaincode in the header',
        ({ extension }) => {
            extension.clearChaincodeId();
        },
        unpacked('ChaincodeHeaderExtension.ChaincodeId is nil'),
        FIRST,
    ],
    [
        'that names another chaincode in the header',
        ({ extension }) => {
            const id = new peer.ChaincodeID();
            id.setName('absent');
            extension.setChaincodeId(id);
        },
        { code: 'ABORTED', message: 'failed to evaluate transaction, see attached details for more info' },
        FIRST,
    ],
    [
        'that names no chaincode in what it calls',
        ({ spec }) => {
            spec.getChaincodeSpec()?.clearChaincodeId();
        },
        unreadable('no chaincode id is provided, channel id [conformance]'),
        UNNAMED,
    ],
    [
        'that calls nothing',
        ({ spec }) => {
            spec.clearChaincodeSpec();
        },
        unreadable('no chaincode spec is provided, channel id [conformance]'),
        UNNAMED,
    ],
    [
        'without input',
        ({ spec }) => {
            spec.getChaincodeSpec()?.clearInput();
        },
        unpacked('chaincode input did not contain any input'),
        FIRST,
    ],
    [
        'with an extension that cannot be read',
        ({ channelHeader }) => {
            channelHeader.setExtension$(Buffer.from([0xff, 0xff, 0xff]));
        },
        unpacked('error unmarshalling ChaincodeHeaderExtension: proto: cannot parse invalid wire-format data'),
        FIRST,
    ],
    [
        'with input that cannot be read',
        ({ payload }) => {
            payload.setInput(Buffer.from([0xff, 0xff, 0xff]));
        },
        unreadable('error unmarshalling ChaincodeInvocationSpec: proto: cannot parse invalid wire-format data'),
        invalid('error unmarshalling ChaincodeInvocationSpec: proto: cannot parse invalid wire-format data'),
    ],
];

describeOnEachEngine('malformed proposals', ({ client, contract }) => {
    const evaluate = async (signed: peer.SignedProposal): Promise<RawAnswer> => {
        const request = new gateway.EvaluateRequest();
        request.setProposedTransaction(signed);
        return normalised(await rawCall(client('org1').grpc, gateway.GatewayService.evaluate, request));
    };
    const endorse = async (signed: peer.SignedProposal): Promise<RawAnswer> => {
        const request = new gateway.EndorseRequest();
        request.setProposedTransaction(signed);
        return normalised(await rawCall(client('org1').grpc, gateway.GatewayService.endorse, request));
    };

    for (const [title, spoil, evaluated, endorsed] of CASES) {
        it(`${title} are refused`, async () => {
            const { signed } = await rawProposal(client('org1').identity, ['echo', 'x'], spoil);
            expect(await evaluate(signed)).to.deep.equal(evaluated);
            const { code, message } = await endorse(signed);
            expect({ code, message: endorsed.message === ANY ? ANY : message }).to.deep.equal(endorsed);
        });
    }

    it('that cannot be read at all are refused', async () => {
        for (const bytes of [Buffer.alloc(0), Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('no proposal')]) {
            const signed = await signProposal(client('org1').identity, bytes);
            expect((await evaluate(signed)).code).to.equal('INVALID_ARGUMENT');
            expect((await endorse(signed)).code).to.equal('INVALID_ARGUMENT');
        }
    });

    it('that are missing are refused', async () => {
        const { grpc } = client('org1');
        const { evaluate: evaluation, endorse: endorsement, submit } = gateway.GatewayService;
        expect(await rawCall(grpc, evaluation, new gateway.EvaluateRequest())).to.deep.equal(
            invalid('failed to unpack transaction proposal: a signed proposal is required'),
        );
        expect(await rawCall(grpc, endorsement, new gateway.EndorseRequest())).to.deep.equal(
            invalid('the proposed transaction must contain a signed proposal'),
        );
        expect(await rawCall(grpc, submit, new gateway.SubmitRequest())).to.deep.equal(
            invalid('a prepared transaction is required'),
        );
    });

    it('as bytes that are no message are refused', async () => {
        const { grpc } = client('org1');
        const { evaluate: evaluation, endorse: endorsement, submit, commitStatus } = gateway.GatewayService;
        const garbage = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        expect((await rawCall(grpc, evaluation, garbage)).code).to.equal('INTERNAL');
        expect((await rawCall(grpc, endorsement, garbage)).code).to.equal('INTERNAL');
        expect((await rawCall(grpc, submit, garbage)).code).to.equal('INTERNAL');
        expect((await rawCall(grpc, commitStatus, garbage)).code).to.equal('INTERNAL');
    });

    it('leave the network as it was', async () => {
        await contract('all').submitTransaction('echo', 'x');
    });
});

function normalised({ code, message }: RawAnswer): RawAnswer {
    return { code, message: withoutIds(message) };
}
