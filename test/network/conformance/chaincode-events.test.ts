import { checkpointers, type ChaincodeEvent } from '@hyperledger/fabric-gateway';
import { gateway } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { textOf } from '../../support/conformance/conformance-network.js';
import { CALLEE, CHANNEL } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { rawStream, type RawAnswer } from '../../support/conformance/raw-call.js';
import { take } from '../../support/conformance/take.js';

describeOnEachEngine('chaincode events', ({ contract, client, failed }) => {
    const emit = async (name: string, payload = 'payload', chaincode = 'any'): Promise<bigint> => {
        const commit = await contract(chaincode).submitAsync('emit', { arguments: [name, payload] });
        return (await commit.getStatus()).blockNumber;
    };
    const names = (events: readonly ChaincodeEvent[]): readonly string[] => events.map(({ eventName }) => eventName);

    it('come as they are committed', async () => {
        const events = await client('org2').network.getChaincodeEvents('any');
        const commit = await contract('any').submitAsync('emit', { arguments: ['live', 'what it carries'] });
        const { blockNumber, transactionId } = await commit.getStatus();
        const [event] = await take(events, 1);
        expect(event).to.deep.include({ chaincodeName: 'any', eventName: 'live', blockNumber, transactionId });
        expect(textOf(event?.payload ?? new Uint8Array())).to.equal('what it carries');
    });

    it('come again from a block', async () => {
        const startBlock = await emit('replayed-1');
        await emit('replayed-2');
        const replayed = await client('org1').network.getChaincodeEvents('any', { startBlock });
        expect(names(await take(replayed, 2))).to.deep.equal(['replayed-1', 'replayed-2']);
    });

    it('come to two listeners of one client', async () => {
        const first = await client('org1').network.getChaincodeEvents('any');
        const second = await client('org1').network.getChaincodeEvents('any');
        await emit('to both');
        expect(names(await take(first, 1))).to.deep.equal(['to both']);
        expect(names(await take(second, 1))).to.deep.equal(['to both']);
    });

    it('come to a listener that starts again after it was closed', async () => {
        const first = await client('org1').network.getChaincodeEvents('any');
        const startBlock = await emit('before');
        expect(names(await take(first, 1))).to.deep.equal(['before']);
        await emit('between');
        const second = await client('org1').network.getChaincodeEvents('any', { startBlock: startBlock + 1n });
        expect(names(await take(second, 1))).to.deep.equal(['between']);
    });

    it('go on after the transaction of a checkpoint', async () => {
        const startBlock = await emit('checked-1');
        await emit('checked-2');
        const checkpointer = checkpointers.inMemory();
        const [event] = await take(await client('org1').network.getChaincodeEvents('any', { startBlock }), 1);
        if (event === undefined) {
            throw new Error('no event');
        }
        await checkpointer.checkpointChaincodeEvent(event);
        const rest = await client('org1').network.getChaincodeEvents('any', { checkpoint: checkpointer });
        expect(names(await take(rest, 1))).to.deep.equal(['checked-2']);
    });

    it('go on after the block of a checkpoint', async () => {
        const block = await emit('blocked-1');
        await emit('blocked-2');
        const checkpointer = checkpointers.inMemory();
        await checkpointer.checkpointBlock(block);
        const rest = await client('org1').network.getChaincodeEvents('any', { checkpoint: checkpointer });
        expect(names(await take(rest, 1))).to.deep.equal(['blocked-2']);
    });

    it('are those of the chaincode that is asked for, one to a transaction, the last one set', async () => {
        const startBlock = await emit('of another', 'x', 'most');
        await contract('any').submitTransaction('emitTwo', 'first', 'second');
        const events = await client('org1').network.getChaincodeEvents('any', { startBlock });
        expect(names(await take(events, 1))).to.deep.equal(['second']);
    });

    it('of a chaincode that is called by another are not kept', async () => {
        const startBlock = await emit('caller');
        await contract('any').submitTransaction('call', CALLEE, '', 'emit,callee,x');
        await emit('after');
        const events = await client('org1').network.getChaincodeEvents('any', { startBlock });
        expect(names(await take(events, 2))).to.deep.equal(['caller', 'after']);
    });

    it('of invalid transactions are not sent', async () => {
        const startBlock = await emit('valid', 'x', 'all');
        const call = { arguments: ['invalid', 'x'], endorsingOrganizations: ['Org1MSP'] };
        await failed(contract('all').submit('emit', call));
        await emit('valid too', 'x', 'all');
        const events = await client('org1').network.getChaincodeEvents('all', { startBlock });
        expect(names(await take(events, 2))).to.deep.equal(['valid', 'valid too']);
    });

    it('are refused to who is not a member', async () => {
        const stranger = client('org1', { as: 'org2', mspId: 'Org1MSP' });
        const events = await stranger.network.getChaincodeEvents('any');
        expect(await failed(take(events, 1))).to.deep.equal({
            step: 'call',
            code: 'PERMISSION_DENIED',
            message:
                'Failed evaluating policy on signed data during check policy on channel [conformance] with policy ' +
                '[/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
                "but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
            details: [],
        });
    });

    it('of a channel that the peer has not joined are not there', async () => {
        const events = await client('org1', { channel: 'elsewhere' }).network.getChaincodeEvents('any');
        expect(await failed(take(events, 1))).to.deep.equal({
            step: 'call',
            code: 'PERMISSION_DENIED',
            message: 'Failed to get policy manager for channel [elsewhere]',
            details: [],
        });
    });

    it('are asked for with a signature, an identity and a position', async () => {
        const { grpc } = client('org1');
        const signed = new gateway.SignedChaincodeEventsRequest();
        const ask = (): Promise<RawAnswer> => rawStream(grpc, gateway.GatewayService.chaincodeEvents, signed);
        expect(await ask()).to.deep.equal({
            code: 'INVALID_ARGUMENT',
            message: 'a chaincode events request is required',
        });
        const request = new gateway.ChaincodeEventsRequest();
        request.setChaincodeId('any');
        signed.setRequest(request.serializeBinary());
        expect(await ask()).to.deep.equal({
            code: 'PERMISSION_DENIED',
            message: 'Invalid channel ID name during check policy on signed data. Name must be different from nil.',
        });
        request.setChannelId(CHANNEL);
        signed.setRequest(request.serializeBinary());
        expect(await ask()).to.deep.equal({
            code: 'PERMISSION_DENIED',
            message:
                'Failed evaluating policy on signed data during check policy on channel [conformance] with policy ' +
                '[/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
                "but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
        });
    });

    it('come from a block that is not yet there', async () => {
        const number = await emit('now');
        const events = await client('org1').network.getChaincodeEvents('any', { startBlock: number + 2n });
        const taken = take(events, 1);
        await emit('next');
        await emit('the one after');
        expect(names(await taken)).to.deep.equal(['the one after']);
    });
});
