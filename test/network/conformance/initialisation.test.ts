import { gateway as gatewayProtos, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { textOf, type ConformanceClient } from '../../support/conformance/conformance-network.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';

const REFUSED = 'error in simulation: failed to execute transaction TX: invalid invocation: ';

describeOnEachEngine('chaincode that asks to be initialised', ({ contract, client, failed }) => {
    const asks = (): ConformanceClient => client('org1', { chaincode: 'asks' });

    it('takes no call before', async () => {
        expect(await failed(contract('asks').evaluateTransaction('noop'))).to.deep.include({
            code: 'ABORTED',
            details: ['org1/0', 'org1/1', 'org2/0', 'org3/0'].map(
                (node) =>
                    `${node}: ${REFUSED}chaincode 'asks' has not been initialized for this version, must call as init first`,
            ),
        });
    });

    it('takes one call as its initialisation, then calls as any other', async () => {
        await initialise(asks(), 'asks', 'put', 'first', 'x');
        expect(textOf(await contract('asks').evaluateTransaction('get', 'first'))).to.equal('x');
        expect(await failed(initialise(asks(), 'asks', 'noop'))).to.deep.include({
            step: 'endorse',
            details: ['org1/0', 'org1/1'].map(
                (node) => `${node}: ${REFUSED}chaincode 'asks' is already initialized but called as init`,
            ),
        });
    });

    it('is alone in taking it', async () => {
        const refused = `${REFUSED}chaincode 'any' does not require initialization but called as init`;
        expect(await failed(initialise(client('org1', { chaincode: 'any' }), 'any', 'noop'))).to.deep.include({
            step: 'endorse',
            details: [`org1/0: ${refused}`, `org1/1: ${refused}`],
        });
    });
});

/** Submits a call that is marked as the chaincode's initialisation, which the gateway library does not offer. */
async function initialise(
    { gateway, network }: ConformanceClient,
    chaincode: string,
    name: string,
    ...args: readonly string[]
): Promise<void> {
    const proposal = network.getContract(chaincode).newProposal(name, { arguments: [...args] });
    const proposed = gatewayProtos.ProposedTransaction.deserializeBinary(proposal.getBytes());
    const signed = proposed.getProposal();
    const inner = peer.Proposal.deserializeBinary(signed?.getProposalBytes_asU8() ?? new Uint8Array());
    const payload = peer.ChaincodeProposalPayload.deserializeBinary(inner.getPayload_asU8());
    const spec = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8());
    spec.getChaincodeSpec()?.getInput()?.setIsInit(true);
    payload.setInput(spec.serializeBinary());
    inner.setPayload(payload.serializeBinary());
    signed?.setProposalBytes(inner.serializeBinary());
    const transaction = await gateway.newProposal(proposed.serializeBinary()).endorse();
    const commit = await transaction.submit();
    expect((await commit.getStatus()).successful).to.equal(true);
}
