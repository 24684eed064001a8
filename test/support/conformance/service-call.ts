import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as grpc from '@grpc/grpc-js';
import { type common, discovery, orderer, peer } from '@hyperledger/fabric-protos';
import { ordererOrganisationFolders } from '@quartier/network';

import type { ConformanceClient, ConformanceNetwork } from './conformance-network.js';
import { serializedIdentity, sign } from './raw-proposal.js';

/** How a service answered: with a message, or with an error of the call. */
export type ServiceAnswer<Response> =
    { readonly response: Response } | { readonly code: string; readonly message: string };

/** Calls a service that the gateway stands before, as older clients do. */
export function callService<Request, Response>(
    { grpc: client }: Pick<ConformanceClient, 'grpc'>,
    method: grpc.MethodDefinition<Request, Response>,
    request: Request,
): Promise<ServiceAnswer<Response>> {
    const { path: name, requestSerialize, responseDeserialize } = method;
    return new Promise((resolve) => {
        const options = { deadline: Date.now() + 20_000 };
        client.makeUnaryRequest(name, requestSerialize, responseDeserialize, request, options, (error, response) => {
            if (response !== undefined) resolve({ response });
            else resolve({ code: grpc.status[error?.code ?? grpc.status.OK], message: error?.details ?? '' });
        });
    });
}

export async function endorse(
    client: ConformanceClient,
    proposal: peer.SignedProposal,
): Promise<ServiceAnswer<peer.ProposalResponse>> {
    return callService(client, peer.EndorserService.processProposal, proposal);
}

/** The answer to one query of the discovery service, signed by the client. */
export async function discover(
    client: ConformanceClient,
    query: discovery.Query,
    spoil: (request: discovery.SignedRequest) => void = () => undefined,
): Promise<discovery.QueryResult> {
    const authentication = new discovery.AuthInfo();
    authentication.setClientIdentity(serializedIdentity(client.identity));
    const request = new discovery.Request();
    request.setAuthentication(authentication);
    request.setQueriesList([query]);
    const payload = request.serializeBinary();
    const signed = new discovery.SignedRequest();
    signed.setPayload(payload);
    signed.setSignature(await sign(client.identity, payload));
    spoil(signed);
    const answer = await callService(client, discovery.DiscoveryService.discover, signed);
    if (!('response' in answer)) throw new Error(answer.message);
    const [result] = answer.response.getResultsList();
    if (result === undefined) throw new Error('no result came');
    return result;
}

/** A client of the ordering service. */
export function connectOrderer({ orderer: { name, port }, cryptoDir }: ConformanceNetwork): grpc.Client {
    const folder = ordererOrganisationFolders(cryptoDir, 'conformance').node(name);
    const credentials = grpc.credentials.createSsl(readFileSync(path.join(folder, 'tls', 'ca.crt')));
    return new grpc.Client(`localhost:${port}`, credentials, { 'grpc.ssl_target_name_override': name });
}

/** Sends envelopes one after another on one stream; resolves to the answers, when the stream has ended. */
export async function broadcast(
    client: grpc.Client,
    envelopes: readonly common.Envelope[],
): Promise<readonly orderer.BroadcastResponse[]> {
    const { path: name, requestSerialize, responseDeserialize } = orderer.AtomicBroadcastService.broadcast;
    const call = client.makeBidiStreamRequest(name, requestSerialize, responseDeserialize);
    const answers: orderer.BroadcastResponse[] = [];
    call.on('data', (answer: orderer.BroadcastResponse) => answers.push(answer));
    call.on('error', () => undefined);
    const ended = once(call, 'end');
    for (const envelope of envelopes) call.write(envelope);
    call.end();
    await ended;
    return answers;
}
