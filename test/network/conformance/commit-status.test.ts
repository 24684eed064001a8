import { createPrivateKey, hash } from 'node:crypto';

import { signers } from '@hyperledger/fabric-gateway';
import { gateway, msp } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { CHANNEL } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { rawCall, type RawAnswer } from '../../support/conformance/raw-call.js';

const denied = (message: string): RawAnswer => ({ code: 'PERMISSION_DENIED', message });

const DENIED = denied(
    'Failed evaluating policy on signed data during check policy on channel [conformance] with policy ' +
        '[/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this ' +
        "policy requires 1 of the 'Readers' sub-policies to be satisfied]",
);

/** Fabric 3 looks at the request before it looks at who may ask; 2.5 does not. */
const invalid = (message: string): RawAnswer => ({ code: 'INVALID_ARGUMENT', message });

describeOnEachEngine('commit status', ({ contract, client }) => {
    const ask = async (fill: (request: gateway.CommitStatusRequest) => void): Promise<RawAnswer> => {
        const { grpc, identity } = client('org1');
        const request = new gateway.CommitStatusRequest();
        const serialized = new msp.SerializedIdentity();
        serialized.setMspid(identity.mspId);
        serialized.setIdBytes(identity.certificate);
        request.setIdentity(serialized.serializeBinary());
        request.setChannelId(CHANNEL);
        request.setTransactionId('0'.repeat(64));
        fill(request);
        const signed = new gateway.SignedCommitStatusRequest();
        const bytes = request.serializeBinary();
        signed.setRequest(bytes);
        const sign = signers.newPrivateKeySigner(createPrivateKey(identity.key));
        signed.setSignature(await sign(hash('sha256', bytes, 'buffer')));
        return rawCall(grpc, gateway.GatewayService.commitStatus, signed, 1000);
    };

    it('is waited for until the deadline when nobody has sent the transaction', async () => {
        const { code } = await ask(() => undefined);
        expect(code).to.be.oneOf(['DEADLINE_EXCEEDED', 'CANCELLED']);
    });

    it('is known of a transaction committed long ago', async () => {
        const commit = await contract().submitAsync('echo', { arguments: ['x'] });
        await commit.getStatus();
        const answer = await ask((request) => {
            request.setTransactionId(commit.getTransactionId());
        });
        expect(answer).to.deep.equal({ code: 'OK', message: '' });
    });

    it('is refused without a request', async () => {
        const empty = new gateway.SignedCommitStatusRequest();
        expect(await rawCall(client('org1').grpc, gateway.GatewayService.commitStatus, empty)).to.deep.equal({
            code: 'INVALID_ARGUMENT',
            message: 'a commit status request is required',
        });
    });

    it('is refused to an identity that is none', async () => {
        const answer = await ask((request) => {
            request.setIdentity(Buffer.from('no identity'));
        });
        expect(answer).to.deep.equal(DENIED);
    });

    it('is refused without an identity or a channel, and for a channel that the peer has not joined', async () => {
        const anonymous = await ask((request) => {
            request.setIdentity('');
        });
        expect(anonymous).to.be.deep.oneOf([invalid('no identity provided'), DENIED]);
        const unnamed = await ask((request) => {
            request.setChannelId('');
        });
        const noName = 'Invalid channel ID name during check policy on signed data. Name must be different from nil.';
        expect(unnamed).to.be.deep.oneOf([invalid('no channel ID provided'), denied(noName)]);
        const elsewhere = await ask((request) => {
            request.setChannelId('elsewhere');
        });
        expect(elsewhere).to.deep.equal(denied('Failed to get policy manager for channel [elsewhere]'));
    });
});
