import { common, peer } from '@hyperledger/fabric-protos';
import type { Client } from '@grpc/grpc-js';
import { expect } from 'chai';

import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { withoutIds } from '../../support/conformance/failed.js';
import { rawProposal, sign, type ProposalParts, type RawProposal } from '../../support/conformance/raw-proposal.js';
import { broadcast, connectOrderer, endorse } from '../../support/conformance/service-call.js';

describeOnEachEngine('endorsement gathered by the client', ({ client, contract, network }) => {
    let ordering: Client | undefined;
    const orderer = (): Client => (ordering ??= connectOrderer(network()));
    after(() => ordering?.close());

    const propose = (args: readonly string[], spoil?: (parts: ProposalParts) => void): Promise<RawProposal> =>
        rawProposal(client('org1').identity, args, spoil);

    const endorsed = async (proposal: RawProposal): Promise<peer.ProposalResponse> => {
        const answer = await endorse(client('org1'), proposal.signed);
        if (!('response' in answer)) throw new Error(answer.message);
        return answer.response;
    };

    /** The transaction that a client makes of a proposal and one answer to it. */
    const transactionOf = async (proposal: RawProposal, response: peer.ProposalResponse): Promise<common.Envelope> => {
        const { identity } = client('org1');
        const proposed = peer.Proposal.deserializeBinary(proposal.signed.getProposalBytes_asU8());
        const header = common.Header.deserializeBinary(proposed.getHeader_asU8());
        const action = new peer.ChaincodeEndorsedAction();
        action.setProposalResponsePayload(response.getPayload_asU8());
        const endorsement = response.getEndorsement();
        action.setEndorsementsList(endorsement === undefined ? [] : [endorsement]);
        const payload = new peer.ChaincodeActionPayload();
        payload.setChaincodeProposalPayload(proposed.getPayload_asU8());
        payload.setAction(action);
        const act = new peer.TransactionAction();
        act.setHeader(header.getSignatureHeader_asU8());
        act.setPayload(payload.serializeBinary());
        const transaction = new peer.Transaction();
        transaction.setActionsList([act]);
        const whole = new common.Payload();
        whole.setHeader(header);
        whole.setData(transaction.serializeBinary());
        const envelope = new common.Envelope();
        envelope.setPayload(whole.serializeBinary());
        envelope.setSignature(await sign(identity, envelope.getPayload_asU8()));
        return envelope;
    };

    it('becomes a transaction that the orderer takes and the peers commit', async () => {
        const proposal = await propose(['put', 'by hand', '7']);
        const response = await endorsed(proposal);
        expect(response.getVersion()).to.equal(1);
        expect(response.getResponse()?.getStatus()).to.equal(200);
        expect(response.getEndorsement()?.getSignature_asU8().length).to.be.greaterThan(60);
        const answers = await broadcast(orderer(), [await transactionOf(proposal, response)]);
        expect(answers.map((answer) => answer.toObject())).to.deep.equal([{ status: common.Status.SUCCESS, info: '' }]);
        const deadline = Date.now() + 10_000;
        let value = '';
        while (value !== '7' && Date.now() < deadline) {
            value = Buffer.from(await contract('any').evaluateTransaction('get', 'by hand')).toString();
        }
        expect(value).to.equal('7');
    });

    it('fails in the response when the chaincode does', async () => {
        const response = await endorsed(await propose(['fail', 'not today']));
        expect(response.getResponse()?.getStatus()).to.equal(500);
        expect(response.getResponse()?.getMessage()).to.equal('not today');
        expect(response.hasEndorsement()).to.equal(false);
    });

    it('fails in the response where there is no such channel, or chaincode', async () => {
        const elsewhere = await propose(['echo', 'x'], ({ channelHeader }) => {
            channelHeader.setChannelId('elsewhere');
        });
        expect((await endorsed(elsewhere)).getResponse()?.toObject()).to.include({
            status: 500,
            message: "channel 'elsewhere' not found",
        });
        const unknown = await propose(['echo', 'x'], ({ extension, spec }) => {
            const id = new peer.ChaincodeID();
            id.setName('unknown');
            extension.setChaincodeId(id);
            spec.getChaincodeSpec()?.setChaincodeId(id);
        });
        expect((await endorsed(unknown)).getResponse()?.toObject()).to.include({
            status: 500,
            message:
                'make sure the chaincode unknown has been successfully defined on channel conformance and try again: ' +
                'chaincode unknown not found',
        });
    });

    it('is refused as a call where the proposal itself is wrong', async () => {
        const { signed } = await propose(['echo', 'x']);
        signed.setSignature(Buffer.alloc(70));
        expect(await endorse(client('org1'), signed)).to.deep.equal({
            code: 'UNKNOWN',
            message: 'error validating proposal: access denied: channel [conformance] creator org [Org1MSP]',
        });
        const typed = await propose(['echo', 'x'], ({ channelHeader }) => {
            channelHeader.setType(5);
        });
        expect(await endorse(client('org1'), typed.signed)).to.deep.equal({
            code: 'UNKNOWN',
            message: 'error validating proposal: invalid header type DELIVER_SEEK_INFO',
        });
        const garbled = new peer.SignedProposal();
        garbled.setProposalBytes(Buffer.from('no proposal'));
        const answer = await endorse(client('org1'), garbled);
        expect('code' in answer && { ...answer, message: withoutIds(answer.message) }).to.deep.equal({
            code: 'UNKNOWN',
            message:
                'failed parsing proposal: error unmarshalling Proposal: proto: cannot parse invalid wire-format data',
        });
    });

    it('is ordered only from members who sign, on channels that there are', async () => {
        const proposal = await propose(['put', 'ordered', '1']);
        const transaction = await transactionOf(proposal, await endorsed(proposal));
        const unsigned = transaction.clone();
        unsigned.setSignature('');
        const [refused, ...others] = await broadcast(orderer(), [unsigned, transaction]);
        expect(others).to.deep.equal([]);
        expect(refused?.getStatus()).to.equal(common.Status.FORBIDDEN);
        const elsewhere = await propose(['echo', 'x'], ({ channelHeader }) => {
            channelHeader.setChannelId('elsewhere');
        });
        const [answer] = await broadcast(orderer(), [await transactionOf(elsewhere, new peer.ProposalResponse())]);
        expect(answer?.getStatus()).to.equal(common.Status.BAD_REQUEST);
        // As Fabric 3 says it; 2.5 still speaks of its system channel.
        expect(answer?.getInfo()).to.match(/^channel (does not exist|creation request not allowed)/);
        const [nothing] = await broadcast(orderer(), [new common.Envelope()]);
        expect(nothing?.getStatus()).to.equal(common.Status.BAD_REQUEST);
    });
});
