import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers, type Gateway, type Proposal } from '@hyperledger/fabric-gateway';
import { common, gateway as gatewayMessages, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { readProfile } from '@quartier/client';
import { energyTransactions, METERED_DATA } from '@quartier/rules/energy';

import { newCommunity, utcZone } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { failureOf } from '../../support/failures.js';
import { refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const community = 'requests';
const day = '2016-06-01';
const parameters = { from: day, stepMinutes: 60, rule: 'prorata' };

/** A good request of each transaction that has a private part. */
const withPrivatePart: Readonly<Record<string, object>> = {
    [energyTransactions.createCommunity]: { community, metering: 'UtilityMSP', zone: utcZone, parameters },
    [energyTransactions.setParameters]: { community, parameters },
    [energyTransactions.setPrice]: { community, from: day, microEurPerKwh: '1' },
    [energyTransactions.addMembers]: { community },
    [energyTransactions.endMembership]: { community, to: day },
    [energyTransactions.eraseMember]: { community },
    [energyTransactions.deliverCurves]: { community, page: 0, month: '2016-06' },
};

describe('requests', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    it('without their private part are refused', async () => {
        const area = await network.area('utility');
        for (const [transaction, request] of Object.entries(withPrivatePart)) {
            const call = area.submit({ transaction, request, collection: METERED_DATA });
            expect(await refusalOfCall(call), transaction).to.deep.equal({
                code: 'REQUEST_PRIVATE_PART_MISSING',
                details: {},
            });
        }
        const supplies = { transaction: energyTransactions.listSupplies, request: { community, from: day, to: day } };
        expect((await refusalOfCall(area.evaluate(supplies))).code).to.equal('REQUEST_PRIVATE_PART_MISSING');
    });

    it('that have a member too many or too few, or are no object, are refused by its place', async () => {
        const area = await network.area('utility');
        const reasonOf = async (
            request: unknown,
            transaction: string = energyTransactions.listDays,
        ): Promise<unknown> => refusalOfCall(area.evaluate({ transaction, request: request as object }));
        const malformed = (reason: string): object => ({ code: 'REQUEST_MALFORMED', details: { reason } });
        expect(await reasonOf({ community, month: '2016-06', more: 1 })).to.deep.equal(
            malformed('request has a member that is not one of: community, month'),
        );
        expect(await reasonOf({ community })).to.deep.equal(malformed('request.month is missing'));
        expect(await reasonOf([])).to.deep.equal(malformed('request must be an object'));
        expect(await reasonOf('text')).to.deep.equal(malformed('request must be an object'));
        expect(await reasonOf({ community, month: '2016-6' })).to.deep.equal(
            malformed('request.month must be a month, YYYY-MM'),
        );
    });

    it('whose ids have a character that keys are made with, or two spellings, are refused', async () => {
        const area = await network.area('utility');
        for (const id of ['a\u0000b', 'a\u{10ffff}b', '', ' a', 'e\u0301']) {
            const call = area.evaluate({ transaction: energyTransactions.getCommunity, request: { community: id } });
            expect((await refusalOfCall(call)).code, JSON.stringify(id)).to.equal('REQUEST_MALFORMED');
        }
    });

    it('are signed at a time near the endorsers’ own, when they are submitted', async () => {
        const { id } = await newCommunity(network, { members: { a: 'consumer' } });
        const { gateway, close } = await rawGateway(network);
        const endorse = (secondsAhead: number): Promise<unknown> => {
            const request = { community: id, runId: 'clock', from: day, to: day, gaps: 'zero' };
            const proposal = gateway
                .getNetwork('energy')
                .getContract('energy')
                .newProposal(energyTransactions.settleDays, {
                    arguments: [JSON.stringify(request)],
                    endorsingOrganizations: ['UtilityMSP', 'HousingMSP'],
                });
            return gateway.newProposal(proposedAt(proposal, secondsAhead)).endorse();
        };
        try {
            await endorse(240);
            await endorse(-240);
            for (const secondsAhead of [360, -360]) {
                const { details } = await failureOf(endorse(secondsAhead));
                expect(details.join(' ')).to.match(/CONSORTIUM_CLOCK \{"proposed":\d+,"toleranceSeconds":300\}/u);
            }
        } finally {
            close();
        }
    });
});

async function rawGateway(network: EnergyNetwork): Promise<{ readonly gateway: Gateway; readonly close: () => void }> {
    const profile = await readProfile(network.profiles['utility'] ?? '');
    const [peerOfProfile] = profile.peers;
    const msp = network.mspPath('utility', 'backoffice');
    const only = (folder: string): Buffer => {
        const [file = ''] = readdirSync(path.join(msp, folder));
        return readFileSync(path.join(msp, folder, file));
    };
    const client = new Client(
        peerOfProfile?.address ?? '',
        credentials.createSsl(peerOfProfile?.tlsRoots ?? null),
        peerOfProfile?.channelOptions ?? {},
    );
    const gateway = connect({
        client,
        identity: { mspId: profile.mspId, credentials: only('signcerts') },
        signer: signers.newPrivateKeySigner(createPrivateKey(only('keystore'))),
        hash: hash.sha256,
    });
    return {
        gateway,
        close: () => {
            gateway.close();
            client.close();
        },
    };
}

/** The proposal with another timestamp, not signed yet. */
function proposedAt(proposal: Proposal, secondsAhead: number): Uint8Array {
    const transaction = gatewayMessages.ProposedTransaction.deserializeBinary(proposal.getBytes());
    const signed = transaction.getProposal() ?? new peer.SignedProposal();
    const inner = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
    const header = common.Header.deserializeBinary(inner.getHeader_asU8());
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    const timestamp = channelHeader.getTimestamp();
    timestamp?.setSeconds(timestamp.getSeconds() + secondsAhead);
    channelHeader.setTimestamp(timestamp);
    header.setChannelHeader(channelHeader.serializeBinary());
    inner.setHeader(header.serializeBinary());
    signed.setProposalBytes(inner.serializeBinary());
    signed.setSignature('');
    transaction.setProposal(signed);
    return transaction.serializeBinary();
}
