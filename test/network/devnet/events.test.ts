import { checkpointers, type ChaincodeEvent } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { take } from '../../support/conformance/take.js';
import { startProbeNetwork, textOf, type ProbeClient, type ProbeNetwork } from '../../support/probe-network.js';

describe('events', () => {
    let network: ProbeNetwork;
    let client: ProbeClient;

    before(async () => {
        network = await startProbeNetwork();
        client = network.client('alpha');
    });
    after(() => network.close());

    const emit = async (name: string, payload: string): Promise<bigint> => {
        const commit = await client.contract.submitAsync('emit', { arguments: [name, payload] });
        return (await commit.getStatus()).blockNumber;
    };

    it('come to a listener as they are committed, and again from any block', async () => {
        const live = await network.client('gamma').network.getChaincodeEvents('probe');
        const start = await emit('one', 'first');
        await emit('two', 'second');
        const replayed = await client.network.getChaincodeEvents('probe', { startBlock: start });
        const seen = (events: readonly ChaincodeEvent[]): string[] =>
            events.map(({ eventName, payload }) => `${eventName}: ${textOf(payload)}`);
        expect(seen(await take(live, 2))).to.deep.equal(['one: first', 'two: second']);
        expect(seen(await take(replayed, 2))).to.deep.equal(['one: first', 'two: second']);
    });

    it('go on after the transaction a checkpoint names', async () => {
        const checkpointer = checkpointers.inMemory();
        const startBlock = await emit('three', '3');
        await emit('four', '4');
        const [third] = await take(await client.network.getChaincodeEvents('probe', { startBlock }), 1);
        if (third === undefined) {
            throw new Error('no event');
        }
        await checkpointer.checkpointChaincodeEvent(third);
        const [next] = await take(await client.network.getChaincodeEvents('probe', { checkpoint: checkpointer }), 1);
        expect(next?.eventName).to.equal('four');
    });

    it('are not sent for transactions that were committed invalid', async () => {
        const { contract } = client;
        const startBlock = await emit('five', '5');
        const refused = contract.submit('emit', { arguments: ['never', 'x'], endorsingOrganizations: ['AlphaMSP'] });
        await refused.catch(() => undefined);
        await emit('six', '6');
        const events = await take(await client.network.getChaincodeEvents('probe', { startBlock }), 2);
        expect(events.map(({ eventName }) => eventName)).to.deep.equal(['five', 'six']);
    });

    it('are in the filtered blocks by name alone', async () => {
        const startBlock = await emit('seven', 'not for all');
        const [block] = await take(await client.network.getFilteredBlockEvents({ startBlock }), 1);
        const [transaction] = block?.getFilteredTransactionsList() ?? [];
        const [action] = transaction?.getTransactionActions()?.getChaincodeActionsList() ?? [];
        expect(transaction?.getTxValidationCode()).to.equal(peer.TxValidationCode.VALID);
        expect(action?.getChaincodeEvent()?.getEventName()).to.equal('seven');
        expect(action?.getChaincodeEvent()?.getPayload_asU8()).to.have.length(0);
    });

    it('are in whole blocks, which begin with the channel’s configuration', async () => {
        await emit('eight', '8');
        const [first, second] = await take(await client.network.getBlockEvents({ startBlock: 0n }), 2);
        const [envelope] = first?.getData()?.getDataList_asU8() ?? [];
        const payload = common.Payload.deserializeBinary(
            common.Envelope.deserializeBinary(envelope ?? new Uint8Array()).getPayload_asU8(),
        );
        const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
        const application = config?.getChannelGroup()?.getGroupsMap().get('Application');
        const members = [...(application?.getGroupsMap().keys() ?? [])];
        expect(members.sort()).to.deep.equal(['AlphaMSP', 'BetaMSP', 'GammaMSP']);
        expect(second?.getHeader()?.getNumber()).to.equal(1);
    });
});
