import { createHash } from 'node:crypto';

import { status } from '@grpc/grpc-js';
import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { startProbeNetwork, type ProbeNetwork, type Member } from '../../support/probe-network.js';

const { lifecycle } = peer;

describe('system chaincodes', () => {
    let network: ProbeNetwork;
    let txId: string;

    before(async () => {
        network = await startProbeNetwork();
        const submitted = await network.client('alpha').contract.submitAsync('put', { arguments: ['a', '1'] });
        expect(await submitted.getStatus()).to.include({ blockNumber: 1n, code: 0 });
        txId = submitted.getTransactionId();
    });
    after(() => network.close());

    type Argument = string | Uint8Array;
    const ask = (chaincode: string, name: string, ...args: Argument[]): Promise<Uint8Array> =>
        network.client('alpha', { chaincode }).contract.evaluateTransaction(name, ...args);
    const askAdmin = (name: string, args: Uint8Array, member: Member = 'alpha'): Promise<Uint8Array> =>
        network
            .client(member, { chaincode: '_lifecycle', user: 'Admin' })
            .contract.evaluate(name, { arguments: [args], endorsingOrganizations: ['AlphaMSP'] });

    it('answer about the ledger: its height, blocks by number, hash and transaction, transactions', async () => {
        const info = common.BlockchainInfo.deserializeBinary(await ask('qscc', 'GetChainInfo', 'main'));
        expect(info.getHeight()).to.equal(2);
        const byNumber = await ask('qscc', 'GetBlockByNumber', 'main', '1');
        const block = common.Block.deserializeBinary(byNumber);
        expect(block.getHeader()?.getPreviousHash_asU8()).to.deep.equal(info.getPreviousblockhash_asU8());
        const data = createHash('sha256');
        block
            .getData()
            ?.getDataList_asU8()
            .forEach((envelope) => data.update(envelope));
        expect(Buffer.from(block.getHeader()?.getDataHash_asU8() ?? [])).to.deep.equal(data.digest());
        expect(await ask('qscc', 'GetBlockByHash', 'main', info.getCurrentblockhash_asU8())).to.deep.equal(byNumber);
        expect(await ask('qscc', 'GetBlockByTxID', 'main', txId)).to.deep.equal(byNumber);
        expect(await ask('qscc', 'GetBlockByNumber', 'main', String(2n ** 64n - 1n))).to.deep.equal(byNumber);
        const found = await ask('qscc', 'GetTransactionByID', 'main', txId);
        const transaction = peer.ProcessedTransaction.deserializeBinary(found);
        expect(transaction.getValidationcode()).to.equal(0);
        expect(transaction.getTransactionenvelope()?.serializeBinary()).to.deep.equal(
            block.getData()?.getDataList_asU8()[0],
        );
    });

    it('answer about channels and their configuration', async () => {
        const channels = peer.ChannelQueryResponse.deserializeBinary(await ask('cscc', 'GetChannels'));
        expect(channels.getChannelsList().map((channel) => channel.getChannelId())).to.deep.equal(['main']);
        const block = common.Block.deserializeBinary(await ask('cscc', 'GetConfigBlock', 'main'));
        expect(block.getHeader()?.getNumber()).to.equal(0);
        const config = common.Config.deserializeBinary(await ask('cscc', 'GetChannelConfig', 'main'));
        const application = config.getChannelGroup()?.getGroupsMap().get('Application');
        expect(application?.getGroupsMap().getLength()).to.equal(3);
    });

    it('answer about the chaincodes of a channel and of a peer', async () => {
        const asked = new lifecycle.QueryChaincodeDefinitionArgs();
        asked.setName('probe');
        const reply = await ask('_lifecycle', 'QueryChaincodeDefinition', asked.serializeBinary());
        const definition = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(reply);
        expect([definition.getSequence(), definition.getVersion()]).to.deep.equal([1, '1.0']);
        expect(definition.getCollections()?.getConfigList()).to.have.length(3);
        expect(definition.getApprovalsMap().getLength()).to.equal(3);
        const all = await ask('_lifecycle', 'QueryChaincodeDefinitions', new Uint8Array());
        expect(
            lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(all)
                .getChaincodeDefinitionsList()
                .map((one) => one.getName()),
        ).to.deep.equal(['probe', 'other']);
        const installed = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(
            await askAdmin('QueryInstalledChaincodes', new Uint8Array()),
        ).getInstalledChaincodesList();
        expect(installed.map((one) => one.getLabel())).to.deep.equal(['probe_1.0', 'other_1.0']);
        const approved = new lifecycle.QueryApprovedChaincodeDefinitionArgs();
        approved.setName('other');
        const source = lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(
            await askAdmin('QueryApprovedChaincodeDefinition', approved.serializeBinary()),
        ).getSource();
        expect(source?.getLocalPackage()?.getPackageId()).to.equal(installed[1]?.getPackageId());
    });

    const refusals: [string, () => Promise<unknown>, string][] = [
        [
            'an unknown transaction',
            () => ask('qscc', 'GetTransactionByID', 'main', 'abc'),
            'chaincode response 500, Failed to get transaction with id abc, error no such transaction ID [abc] in index',
        ],
        [
            'a block to come',
            () => ask('qscc', 'GetBlockByNumber', 'main', '99'),
            'chaincode response 500, Failed to get block number 99, error no such block number [99] in index',
        ],
        [
            'an unknown channel',
            () => ask('qscc', 'GetChainInfo', 'nowhere'),
            'chaincode response 500, Invalid chain ID, nowhere',
        ],
        [
            'an unknown chaincode',
            () => {
                const args = new lifecycle.QueryChaincodeDefinitionArgs();
                args.setName('none');
                return ask('_lifecycle', 'QueryChaincodeDefinition', args.serializeBinary());
            },
            'chaincode response 404, namespace none is not defined',
        ],
        [
            "a stranger to the peer's organisation",
            () => askAdmin('QueryInstalledChaincodes', new Uint8Array(), 'beta'),
            'chaincode response 500, Failed to authorize invocation due to failed ACL check: Failed deserializing proposal ' +
                'creator during channelless check policy with policy [Admins]: [expected MSP ID AlphaMSP, received BetaMSP]',
        ],
        [
            'who is no administrator',
            () => ask('_lifecycle', 'QueryInstalledChaincodes', new Uint8Array()),
            'The identity is not an admin under this MSP [AlphaMSP]: The identity does not contain OU [ADMIN], MSP: [AlphaMSP]',
        ],
    ];
    for (const [what, call, message] of refusals) {
        it(`refuse ${what} as Fabric's do`, async () => {
            const failure = await failureOf(call());
            expect(failure.code).to.equal(status.UNKNOWN);
            expect(failure.details.join()).to.contain(message);
        });
    }

    it('are in no endorsement plan: to submit, name the organisations', async () => {
        const { contract } = network.client('alpha', { chaincode: 'qscc' });
        const failure = await failureOf(contract.submitTransaction('GetChainInfo', 'main'));
        expect(failure.code).to.equal(status.FAILED_PRECONDITION);
        expect(failure.message).to.contain('No metadata was found for chaincode qscc in channel main');
        const options = { arguments: ['main'], endorsingOrganizations: ['AlphaMSP'] };
        const proposal = contract.newProposal('GetChainInfo', options);
        expect((await proposal.endorse()).getResult()).to.have.length.above(0);
    });
});
