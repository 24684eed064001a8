import { createHash, createPrivateKey } from 'node:crypto';

import { signers } from '@hyperledger/fabric-gateway';
import { gateway, msp } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { CHANNEL } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { rawCall, type RawAnswer } from '../../support/conformance/raw-call.js';

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
        signed.setSignature(await sign(createHash('sha256').update(bytes).digest()));
        return rawCall(grpc, gateway.GatewayService.commitStatus, signed, 1000);
    };

    it('is waited for until the deadline when nobody has sent the transaction', async () => {
        expect(await ask(() => undefined)).to.include({ code: 'DEADLINE_EXCEEDED' });
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

    it('is refused to an identity that is none, and without one', async () => {
        for (const identity of ['', Buffer.from('no identity')]) {
            const answer = await ask((request) => {
                request.setIdentity(identity);
            });
            expect(answer).to.deep.equal({
                code: 'PERMISSION_DENIED',
                message:
                    'Failed evaluating policy on signed data during check policy on channel [conformance] with ' +
                    'policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies ' +
                    "were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
            });
        }
    });

    it('is refused without a channel, and for one that the peer has not joined', async () => {
        const unnamed = await ask((request) => {
            request.setChannelId('');
        });
        expect(unnamed).to.deep.equal({
            code: 'PERMISSION_DENIED',
            message: 'Invalid channel ID name during check policy on signed data. Name must be different from nil.',
        });
        const elsewhere = await ask((request) => {
            request.setChannelId('elsewhere');
        });
        expect(elsewhere).to.deep.equal({
            code: 'PERMISSION_DENIED',
            message: 'Failed to get policy manager for channel [elsewhere]',
        });
    });
});
