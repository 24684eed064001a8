import { createHash, createPrivateKey } from 'node:crypto';
import path from 'node:path';

import { signers, type Gateway, type Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway as gatewayMessages, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { peerOrganisationFolders } from '@quartier/network';

import type { AreaNetwork } from './area-network.js';
import { spoiledPayload } from './conformance/raw-transaction.js';
import { mspFiles } from './msp-files.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

export interface Forgery {
    readonly network: AreaNetwork;
    readonly gateway: Gateway;
    /** Organisations whose peers sign what was forged, as a modified chaincode of theirs would have them do. */
    readonly signedBy: readonly string[];
    /** Keeps the signatures that others gave to what was not forged. */
    readonly keepsSignatures?: boolean;
    /** The value that is written in place of one under a public key. */
    readonly rewrite: (value: Buffer) => Buffer;
}

/** An endorsed transaction whose public writes are others, endorsed again by the peers of some organisations. */
export async function forged(endorsed: Transaction, forgery: Forgery): Promise<Transaction> {
    let results: peer.ProposalResponsePayload | undefined;
    spoiledPayload(endorsed, ({ response }) => {
        response.setExtension$(rewritten(response.getExtension_asU8(), forgery.rewrite));
        results = response;
    });
    if (results === undefined) throw new Error('the transaction has results');
    const bytes = results.serializeBinary();
    const endorsements = await Promise.all(
        forgery.signedBy.map((organisation) => endorsement(forgery.network, organisation, bytes)),
    );
    const payload = spoiledPayload(endorsed, ({ response, action }) => {
        response.setExtension$(rewritten(response.getExtension_asU8(), forgery.rewrite));
        const kept = forgery.keepsSignatures === true ? (action.getAction()?.getEndorsementsList() ?? []) : [];
        action.getAction()?.setEndorsementsList([...kept, ...endorsements]);
    });
    const prepared = gatewayMessages.PreparedTransaction.deserializeBinary(endorsed.getBytes());
    const envelope = new common.Envelope();
    envelope.setPayload(payload);
    prepared.setEnvelope(envelope);
    return forgery.gateway.newTransaction(prepared.serializeBinary());
}

function rewritten(extension: Uint8Array, rewrite: Forgery['rewrite']): Uint8Array {
    const action = peer.ChaincodeAction.deserializeBinary(extension);
    const all = rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8());
    for (const set of all.getNsRwsetList()) {
        const inner = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
        for (const write of inner.getWritesList()) write.setValue(rewrite(Buffer.from(write.getValue_asU8())));
        set.setRwset(inner.serializeBinary());
    }
    action.setResults(all.serializeBinary());
    return action.serializeBinary();
}

async function endorsement(network: AreaNetwork, organisation: string, results: Uint8Array): Promise<peer.Endorsement> {
    const member = network.consortium.organisations.find(({ name }) => name === organisation);
    const host = member?.peers[0]?.name ?? '';
    const folder = path.join(peerOrganisationFolders(network.cryptoDir, member?.domain ?? '').node(host), 'msp');
    const identity = new msp.SerializedIdentity();
    identity.setMspid(member?.mspId ?? '');
    const { certificate, key } = mspFiles(folder);
    identity.setIdBytes(certificate);
    const endorser = identity.serializeBinary();
    const digest = createHash('sha256').update(results).update(endorser).digest();
    const endorsed = new peer.Endorsement();
    endorsed.setEndorser(endorser);
    endorsed.setSignature(await signers.newPrivateKeySigner(createPrivateKey(key))(digest));
    return endorsed;
}
