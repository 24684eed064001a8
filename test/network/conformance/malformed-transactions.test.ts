import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import type { Credentials } from '../../support/conformance/conformance-network.js';
import { CHANNEL } from '../../support/conformance/consortium.js';
import { describeOnEachEngine } from '../../support/conformance/engines.js';
import { validationCode, withoutIds } from '../../support/conformance/failed.js';
import { rawCall, type RawAnswer } from '../../support/conformance/raw-call.js';
import { sign } from '../../support/conformance/raw-proposal.js';
import { spoiledPayload, type TransactionParts } from '../../support/conformance/raw-transaction.js';
import { take } from '../../support/conformance/take.js';

type Case = readonly [title: string, spoil: (parts: TransactionParts) => void, code: string];

const CASES: readonly Case[] = [
    [
        'whose arguments are not those that were endorsed',
        ({ action }) => {
            action.setChaincodeProposalPayload(Buffer.from('something else'));
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
    [
        'whose results are not those that were endorsed',
        ({ response }) => {
            response.setExtension$(Buffer.concat([response.getExtension_asU8(), Buffer.from([0x7a, 0])]));
        },
        'ENDORSEMENT_POLICY_FAILURE',
    ],
    [
        'whose results cannot be read',
        ({ response }) => {
            response.setExtension$(Buffer.from([0xff, 0xff, 0xff]));
        },
        'BAD_RESPONSE_PAYLOAD',
    ],
    [
        'without results',
        ({ response }) => {
            response.setExtension$('');
        },
        'BAD_RESPONSE_PAYLOAD',
    ],
    [
        'with an endorsement that is no signature',
        ({ action }) => {
            action.getAction()?.getEndorsementsList()[0]?.setSignature(Buffer.from('no signature'));
        },
        'ENDORSEMENT_POLICY_FAILURE',
    ],
    [
        'with the same endorsement twice',
        ({ action }) => {
            const endorsed = action.getAction();
            const [first] = endorsed?.getEndorsementsList() ?? [];
            endorsed?.setEndorsementsList(first === undefined ? [] : [first, first]);
        },
        'ENDORSEMENT_POLICY_FAILURE',
    ],
    [
        'without endorsements',
        ({ action }) => {
            action.getAction()?.setEndorsementsList([]);
        },
        'ENDORSEMENT_POLICY_FAILURE',
    ],
    [
        'of another transaction’s id',
        ({ channelHeader }) => {
            channelHeader.setTxId('0'.repeat(64));
        },
        'BAD_PROPOSAL_TXID',
    ],
    [
        'with another nonce, and its id',
        ({ signatureHeader }) => {
            signatureHeader.setNonce(Buffer.alloc(24, 1));
        },
        'BAD_PROPOSAL_TXID',
    ],
    [
        'without actions',
        ({ transaction }) => {
            transaction.setActionsList([]);
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
    [
        'with an action twice',
        ({ transaction }) => {
            const [first] = transaction.getActionsList();
            transaction.setActionsList(first === undefined ? [] : [first, first]);
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
    [
        'whose action has another header',
        ({ transaction }) => {
            transaction.getActionsList()[0]?.setHeader(new common.SignatureHeader().serializeBinary());
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
    [
        'whose content cannot be read',
        ({ payload }) => {
            payload.setData(Buffer.from([0xff, 0xff, 0xff]));
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
    [
        'without content',
        ({ payload }) => {
            payload.setData('');
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
    [
        'of an epoch',
        ({ channelHeader }) => {
            channelHeader.setEpoch(1);
        },
        'BAD_COMMON_HEADER',
    ],
    [
        'of a type that there is not',
        ({ channelHeader }) => {
            channelHeader.setType(77);
        },
        'BAD_COMMON_HEADER',
    ],
    [
        'that name another chaincode in the header',
        ({ channelHeader }) => {
            const id = new peer.ChaincodeID();
            id.setName('any');
            const extension = new peer.ChaincodeHeaderExtension();
            extension.setChaincodeId(id);
            channelHeader.setExtension$(extension.serializeBinary());
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
    [
        'that name no chaincode in the header',
        ({ channelHeader }) => {
            channelHeader.setExtension$('');
        },
        'INVALID_ENDORSER_TRANSACTION',
    ],
];

describeOnEachEngine('malformed transactions', ({ client, contract }) => {
    const endorse = (): Promise<Transaction> =>
        contract('pair')
            .newProposal('put', { arguments: ['malformed', 'x'] })
            .endorse();
    const submit = async (payload: Uint8Array, signer: Credentials, signature?: Uint8Array): Promise<RawAnswer> => {
        const envelope = new common.Envelope();
        envelope.setPayload(payload);
        envelope.setSignature(signature ?? (await sign(signer, payload)));
        const request = new gateway.SubmitRequest();
        request.setChannelId(CHANNEL);
        request.setPreparedTransaction(envelope);
        const { code, message } = await rawCall(client('org1').grpc, gateway.GatewayService.submit, request);
        return { code, message: withoutIds(message) };
    };
    /** The validation code of a transaction that comes into a block alone. */
    const committedAs = async (payload: Uint8Array): Promise<string> => {
        const blocks = await client('org1').network.getBlockEvents();
        expect(await submit(payload, client('org1').identity)).to.deep.equal({ code: 'OK', message: '' });
        const [block] = await take(blocks, 1);
        const metadata = block?.getMetadata()?.getMetadataList_asU8() ?? [];
        return validationCode(metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER]?.[0] ?? -1);
    };

    for (const [title, spoil, code] of CASES) {
        it(`${title} are marked invalid`, async () => {
            expect(await committedAs(spoiledPayload(await endorse(), spoil))).to.equal(code);
        });
    }

    it('that come again are marked as such', async () => {
        const payload = spoiledPayload(await endorse(), () => undefined);
        expect(await committedAs(payload)).to.equal('VALID');
        expect(await committedAs(payload)).to.equal('DUPLICATE_TXID');
    });

    it('with the head of one and the body of another are marked invalid', async () => {
        const other = spoiledPayload(await endorse(), () => undefined);
        const body = common.Payload.deserializeBinary(other).getData_asU8();
        const crossed = spoiledPayload(await endorse(), ({ payload }) => {
            payload.setData(body);
        });
        expect(await committedAs(crossed)).to.equal('INVALID_ENDORSER_TRANSACTION');
    });

    it('that their creator did not sign are not ordered', async () => {
        const payload = spoiledPayload(await endorse(), () => undefined);
        const forbidden = {
            code: 'ABORTED',
            message:
                'received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation ' +
                "failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies " +
                'to be satisfied: permission denied',
        };
        const { identity } = client('org1');
        expect(await submit(payload, client('org2').identity)).to.deep.equal(forbidden);
        expect(await submit(payload, identity, Buffer.from('no signature'))).to.deep.equal(forbidden);
        const nobodys = spoiledPayload(await endorse(), ({ signatureHeader }) => {
            signatureHeader.setCreator('');
        });
        expect(await submit(nobodys, identity)).to.deep.equal(forbidden);
    });

    it('that cannot be read, have no header or are of another channel are not ordered', async () => {
        const { identity } = client('org1');
        const refused = (info: string): RawAnswer => ({
            code: 'ABORTED',
            message: `received unsuccessful response from orderer: status=BAD_REQUEST, info=${info}`,
        });
        expect(await submit(Buffer.from([0xff, 0xff, 0xff]), identity)).to.deep.equal(
            refused(
                'could not determine channel ID: error unmarshalling Payload: ' +
                    'proto: cannot parse invalid wire-format data',
            ),
        );
        expect(await submit(new common.Payload().serializeBinary(), identity)).to.deep.equal(
            refused('could not determine channel ID: header not set'),
        );
        const elsewhere = spoiledPayload(await endorse(), ({ channelHeader }) => {
            channelHeader.setChannelId('elsewhere');
        });
        // Fabric 3, then 2.5.
        expect(await submit(elsewhere, identity)).to.be.deep.oneOf([
            refused('channel does not exist'),
            refused('channel creation request not allowed because the orderer system channel is not defined'),
        ]);
    });

    it('that cannot be read keep their block out of the filtered ones', async () => {
        const payload = spoiledPayload(await endorse(), (parts) => {
            parts.payload.setData(Buffer.from([0xff, 0xff, 0xff]));
        });
        const blocks = await client('org1').network.getFilteredBlockEvents();
        expect((await submit(payload, client('org1').identity)).code).to.equal('OK');
        const refused: unknown = await take(blocks, 1).catch((error: unknown) => error);
        expect(String(refused)).to.equal('Error: Unexpected status response: 400');
    });

    it('leave the network as it was', async () => {
        await contract('all').submitTransaction('put', 'malformed', 'y');
    });
});
