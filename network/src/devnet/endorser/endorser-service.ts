import { common, peer } from '@hyperledger/fabric-protos';
import { hasExpired } from '../../identity/membership.js';
import { parsed, readProposal } from '../../ledger/proposal.js';
import { message } from '../../wire/message.js';
import type { Channel } from '../channel.js';
import type { Endorser, EndorserReply } from './endorser.js';
import { messageOf, toServiceError } from '../gateway-error.js';
import { concurrencyLimit } from '../grpc-calls.js';

/** As many proposals as a Fabric peer takes at once. */
const MAX_CONCURRENT = 2500;

/** Where proposals and answers have a version, it is this one. */
const VERSION = 1;

/** The status of what failed. */
const ERROR = 500;

interface Served {
    /** The channels that the peer has joined. */
    readonly channel: (name: string) => Channel | undefined;
    readonly endorser: Endorser;
}

/**
 * Fabric's Endorser service, for clients that gather endorsements themselves. What is wrong with a proposal is an error
 * of the call; what went wrong while it ran stands in the response.
 */
export function endorserService(served: Served): peer.IEndorserServer {
    const admitted = concurrencyLimit('/protos.Endorser', MAX_CONCURRENT);
    return {
        processProposal: ({ request }, callback) => {
            admitted(() => processProposal(request, served)).then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback(toServiceError(error));
                },
            );
        },
    };
}

async function processProposal(signed: peer.SignedProposal, served: Served): Promise<peer.ProposalResponse> {
    requireReadable(signed);
    const proposal = readProposal(signed);
    const { channel: name } = proposal.header;
    const channel = served.channel(name);
    if (channel === undefined) return failure(ERROR, `channel '${name}' not found`);
    const check = channel.checkProposal(proposal);
    if (!check.accepted) throw new Error(check.reason);
    if (hasExpired(check.creator)) throw new Error('proposal client identity expired');
    return answer(await served.endorser.process(proposal, channel, check.creator));
}

/** What a peer looks at first, in words of its own. */
function requireReadable(signed: peer.SignedProposal): void {
    const reading = <Message>(what: string, read: () => Message): Message => {
        try {
            return read();
        } catch (error) {
            throw new Error(`failed parsing ${what}: ${messageOf(error)}`, { cause: error });
        }
    };
    const proposal = reading('proposal', () => parsed(peer.Proposal, 'Proposal', signed.getProposalBytes_asU8()));
    const header = reading('header', () => parsed(common.Header, 'Header', proposal.getHeader_asU8()));
    reading('signature header', () =>
        parsed(common.SignatureHeader, 'SignatureHeader', header.getSignatureHeader_asU8()),
    );
}

function answer(reply: EndorserReply): peer.ProposalResponse {
    if (reply.kind === 'chaincode-error') return failure(reply.status, reply.message);
    if (reply.kind !== 'endorsed') return failure(ERROR, reply.message);
    const { response, payload, endorsement } = reply;
    return message(peer.ProposalResponse, { version: VERSION, response, payload, endorsement });
}

function failure(status: number, reason: string): peer.ProposalResponse {
    return message(peer.ProposalResponse, { response: message(peer.Response, { status, message: reason }) });
}
