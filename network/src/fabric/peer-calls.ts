import { gateway, peer } from '@hyperledger/fabric-protos';
import type { Administrator } from '../admin/administrator.js';

const CALL_MS = 60_000;
const { processProposal } = peer.EndorserService;

/** The channels that the administrator's peer has joined. */
export async function channelsOfPeer(administrator: Administrator): Promise<readonly string[]> {
    const reply = await call(administrator, 'cscc', 'GetChannels', []);
    const { ChannelQueryResponse } = peer;
    return ChannelQueryResponse.deserializeBinary(reply)
        .getChannelsList()
        .map((channel) => channel.getChannelId());
}

/** Has the administrator's peer join a channel by its first block. */
export async function joinPeer(administrator: Administrator, block: Uint8Array): Promise<void> {
    await call(administrator, 'cscc', 'JoinChain', [block]);
}

/** The ids of the packages that are installed on the administrator's peer. */
export async function installedPackages(administrator: Administrator): Promise<readonly string[]> {
    const query = new peer.lifecycle.QueryInstalledChaincodesArgs().serializeBinary();
    const reply = await call(administrator, '_lifecycle', 'QueryInstalledChaincodes', [query]);
    return peer.lifecycle.QueryInstalledChaincodesResult.deserializeBinary(reply)
        .getInstalledChaincodesList()
        .map((installed) => installed.getPackageId());
}

/** Installs a package on the administrator's peer. Resolves to the id that the peer gives it. */
export async function installPackage(administrator: Administrator, bytes: Uint8Array): Promise<string> {
    const request = new peer.lifecycle.InstallChaincodeArgs();
    request.setChaincodeInstallPackage(bytes);
    const reply = await call(administrator, '_lifecycle', 'InstallChaincode', [request.serializeBinary()]);
    return peer.lifecycle.InstallChaincodeResult.deserializeBinary(reply).getPackageId();
}

/** Calls a peer's own chaincode outside of any channel. These calls a gateway does not take: they go to the endorser. */
async function call(
    administrator: Administrator,
    chaincode: string,
    transaction: string,
    args: readonly Uint8Array[],
): Promise<Uint8Array> {
    const { client, gateway: connection, signer } = administrator;
    const unsigned = administrator.contract('', chaincode).newProposal(transaction, { arguments: [...args] });
    const signature = await signer(unsigned.getDigest());
    const signed = connection.newSignedProposal(unsigned.getBytes(), signature);
    const proposal = gateway.ProposedTransaction.deserializeBinary(signed.getBytes()).getProposal();
    const bytes = proposal?.serializeBinary() ?? new Uint8Array();
    const reply = await new Promise<peer.ProposalResponse>((resolve, reject) => {
        client.makeUnaryRequest(
            processProposal.path,
            (request: Uint8Array) => Buffer.from(request),
            (response: Buffer) => peer.ProposalResponse.deserializeBinary(response),
            bytes,
            { deadline: Date.now() + CALL_MS },
            (error, response) => {
                if (error !== null) reject(error);
                else if (response === undefined) reject(new Error(`${chaincode} ${transaction}: no reply`));
                else resolve(response);
            },
        );
    });
    const response = reply.getResponse();
    if (response?.getStatus() !== 200) {
        throw new Error(`${chaincode} ${transaction} failed: ${response?.getMessage() ?? 'no response'}`);
    }
    return response.getPayload_asU8();
}
