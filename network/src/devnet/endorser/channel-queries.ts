import { type common, peer } from '@hyperledger/fabric-protos';
import { encoded, message } from '../../wire/message.js';
import { denied } from '../access.js';
import { lastConfigBlock } from '../../ledger/block.js';
import { readBlock } from '../block-stream.js';
import type { Channel } from '../channel.js';
import { configOf } from '../channel-config.js';
import { ErrorReply, isAllowedOn, localProblem, type SystemCall } from './system-chaincodes.js';

/** The queries of Fabric's `cscc`: the peer's channels, for its organisation, and their configuration, for readers. */
export async function channelQueries(call: SystemCall): Promise<Uint8Array> {
    const [name, channel] = call.args.map(String);
    if (name === undefined || (name !== 'GetChannels' && channel === undefined)) {
        throw new ErrorReply(`Incorrect number of arguments, ${call.args.length}`);
    }
    switch (name) {
        case 'GetChannels':
            return channels(call);
        case 'GetConfigBlock':
            return configBlock(readable(call, name, channel ?? '')).then((block) => block.serializeBinary());
        case 'GetChannelConfig':
            return configOf(await configBlock(readable(call, name, channel ?? ''))).serializeBinary();
        default:
            throw new ErrorReply(`Requested function ${name} not found.`);
    }
}

function channels(call: SystemCall): Uint8Array {
    const problem = localProblem('Members', call);
    if (problem !== undefined) {
        throw new ErrorReply(`access denied for [GetChannels]: ${problem}`);
    }
    const channelsList = call.joined.map(({ name }) => message(peer.ChannelInfo, { channelId: name }));
    return encoded(peer.ChannelQueryResponse, { channelsList });
}

function readable(call: SystemCall, query: string, name: string): Channel {
    if (name === '') {
        throw new ErrorReply('empty channel name provided');
    }
    const channel = call.joined.find((joined) => joined.name === name);
    if (channel === undefined) {
        const reason = `Failed to get policy manager for channel [${name}]`;
        throw new ErrorReply(`access denied for [${query}][${name}]: ${reason}`);
    }
    if (!isAllowedOn(channel, 'Readers', call)) {
        throw new ErrorReply(`access denied for [${query}][${name}]: ${denied('Readers', name)}`);
    }
    return channel;
}

async function configBlock(channel: Channel): Promise<common.Block> {
    const last = await readBlock(channel, channel.store.height - 1);
    const block = last === undefined ? undefined : await readBlock(channel, lastConfigBlock(last));
    if (block === undefined) {
        throw new Error(`the channel ${channel.name} has no configuration`);
    }
    return block;
}
