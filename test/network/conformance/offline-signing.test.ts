import { createPrivateKey, hash } from 'node:crypto';

import { signers, type Gateway } from '@hyperledger/fabric-gateway';
import { gateway } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { textOf, type ConformanceClient } from '../../support/conformance/conformance-network.js';
import { CHANNEL } from '../../support/conformance/consortium.js';
import { rawCall } from '../../support/conformance/raw-call.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';

describeOnEachEngine('offline signing', ({ client, failed }) => {
    const open = (): { readonly offline: ConformanceClient; readonly gateway: Gateway } => {
        const offline = client('org1', { unsigned: true });
        return { offline, gateway: offline.gateway };
    };
    const sign = (client: ConformanceClient, digest: Uint8Array): Promise<Uint8Array> =>
        signers.newPrivateKeySigner(createPrivateKey(client.identity.key))(digest);

    it('fails here when nobody signs', async () => {
        const { offline } = open();
        const problem: unknown = await offline.contract.submitTransaction('echo', 'x').catch((error: unknown) => error);
        expect(String(problem)).to.contain('No signing implementation');
    });

    it('carries a proposal, its transaction and its commit through three signatures', async () => {
        const { offline, gateway: signing } = open();
        const unsigned = offline.contract.newProposal('put', { arguments: ['signed', 'afar'] });
        const proposal = signing.newSignedProposal(unsigned.getBytes(), await sign(offline, unsigned.getDigest()));
        expect(textOf(await proposal.evaluate())).to.equal('');
        const endorsed = await proposal.endorse();
        const signature = await sign(offline, endorsed.getDigest());
        const submitted = await signing.newSignedTransaction(endorsed.getBytes(), signature).submit();
        const commit = signing.newSignedCommit(submitted.getBytes(), await sign(offline, submitted.getDigest()));
        expect((await commit.getStatus()).successful).to.equal(true);
    });

    it('refuses the signature of something else', async () => {
        const { offline, gateway: signing } = open();
        const wrong = await sign(offline, hash('sha256', 'something else', 'buffer'));
        const denied = 'error validating proposal: access denied: channel [conformance] creator org [Org1MSP]';
        const proposal = offline.contract.newProposal('echo', { arguments: ['x'] });
        expect(await failed(signing.newSignedProposal(proposal.getBytes(), wrong).evaluate())).to.deep.equal({
            step: 'call',
            code: 'FAILED_PRECONDITION',
            message: `evaluate call to endorser returned error: ${denied}`,
            details: [`org1/0: ${denied}`],
        });
        const right = await sign(offline, proposal.getDigest());
        const endorsed = await signing.newSignedProposal(proposal.getBytes(), right).endorse();
        expect(await failed(signing.newSignedTransaction(endorsed.getBytes(), wrong).submit())).to.deep.equal({
            step: 'submit',
            code: 'ABORTED',
            message:
                'received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation ' +
                "failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies " +
                'to be satisfied: permission denied',
            details: [],
        });
        const signature = await sign(offline, endorsed.getDigest());
        const submitted = await signing.newSignedTransaction(endorsed.getBytes(), signature).submit();
        const commit = signing.newSignedCommit(submitted.getBytes(), wrong);
        expect(await failed(commit.getStatus())).to.deep.equal({
            step: 'call',
            code: 'PERMISSION_DENIED',
            message:
                'Failed evaluating policy on signed data during check policy on channel [conformance] with policy ' +
                '[/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
                "but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
            details: [],
        });
    });

    it('refuses a transaction that nobody signed', async () => {
        const { contract, grpc } = client('org1');
        const endorsed = await contract.newProposal('echo', { arguments: ['x'] }).endorse();
        const prepared = gateway.PreparedTransaction.deserializeBinary(endorsed.getBytes());
        const request = new gateway.SubmitRequest();
        request.setTransactionId(endorsed.getTransactionId());
        request.setChannelId(CHANNEL);
        request.setPreparedTransaction(prepared.getEnvelope());
        const answer = await rawCall(grpc, gateway.GatewayService.submit, request);
        expect(answer).to.deep.equal({ code: 'INVALID_ARGUMENT', message: 'prepared transaction must be signed' });
    });
});
