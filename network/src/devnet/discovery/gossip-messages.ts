import { gossip } from '@hyperledger/fabric-protos';
import { message } from '../../wire/message.js';
import type { Channel } from '../channel.js';
import type { Peer } from '../peer.js';

const { Tag } = gossip.GossipMessage;

/** That a peer lives, and at which address: as peers tell each other, signed. */
export function aliveMessage(peer: Peer): gossip.Envelope {
    const membership = message(gossip.Member, { endpoint: peer.address });
    const aliveMsg = message(gossip.AliveMessage, { membership, timestamp: started(peer) });
    return signed(peer, message(gossip.GossipMessage, { tag: Tag.EMPTY, aliveMsg }));
}

/** How far a peer's ledger is, and which chaincodes it runs on the channel. */
export function stateInfo(peer: Peer, channel: Channel): gossip.Envelope {
    const chaincodesList = channel.chaincodes.map(({ name, version }) => message(gossip.Chaincode, { name, version }));
    const properties = message(gossip.Properties, { ledgerHeight: channel.store.height, chaincodesList });
    const content = message(gossip.StateInfo, { properties, timestamp: started(peer) });
    return signed(peer, message(gossip.GossipMessage, { tag: Tag.CHAN_OR_ORG, stateInfo: content }));
}

function started({ startedAt }: Peer): gossip.PeerTime {
    return message(gossip.PeerTime, { incNum: startedAt, seqNum: Date.now() - startedAt });
}

function signed({ identity }: Peer, content: gossip.GossipMessage): gossip.Envelope {
    const payload = content.serializeBinary();
    return message(gossip.Envelope, { payload, signature: identity.sign(payload) });
}
