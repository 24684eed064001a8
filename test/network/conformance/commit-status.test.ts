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

    it('is refused without an identity, a channel or a transaction', async () => {
        expect(
            await ask((request) => {
                request.setIdentity('');
            }),
        ).to.deep.equal({ code: 'INVALID_ARGUMENT', message: 'no identity provided' });
        expect(
            await ask((request) => {
                request.setChannelId('');
            }),
        ).to.deep.equal({ code: 'INVALID_ARGUMENT', message: 'no channel ID provided' });
        expect(
            await ask((request) => {
                request.setTransactionId('');
            }),
        ).to.deep.equal({ code: 'INVALID_ARGUMENT', message: 'transaction ID should not be empty' });
        const empty = new gateway.SignedCommitStatusRequest();
        expect(await rawCall(client('org1').grpc, gateway.GatewayService.commitStatus, empty)).to.deep.equal({
            code: 'INVALID_ARGUMENT',
            message: 'a commit status request is required',
        });
    });

    it('is refused for a channel that the peer has not joined, and to an identity that is none', async () => {
        expect(
            await ask((request) => {
                request.setChannelId('elsewhere');
            }),
        ).to.deep.equal({ code: 'PERMISSION_DENIED', message: 'Failed to get policy manager for channel [elsewhere]' });
        expect(
            await ask((request) => {
                request.setIdentity(Buffer.from('no identity'));
            }),
        ).to.deep.equal({ code: 'PERMISSION_DENIED', message: 'TO BE FILLED' });
    });
});
