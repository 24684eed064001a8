import path from 'node:path';

import { status } from '@grpc/grpc-js';
import { common, msp } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { peerOf, startProbeNetwork, textOf, type Member, type ProbeNetwork } from '../../support/probe-network.js';
import { issueExpiredUser, revoke } from '../../support/unusual-certificates.js';

describe('certificates', () => {
    let network: ProbeNetwork;

    beforeEach(async () => {
        network = await startProbeNetwork();
    });
    afterEach(() => network.close());

    const folderOf = (member: Member): string =>
        path.join(network.folder, 'crypto', 'peerOrganizations', `${member}.probe.example`);

    it('that expired are noticed by other peers than the own one, and by the orderer', async () => {
        await issueExpiredUser(folderOf('alpha'), 'late');
        const { contract } = network.client('alpha', { user: 'late' });
        await contract.evaluateTransaction('noop');
        const refused = await failureOf(contract.submitTransaction('noop'));
        expect(refused.code).to.equal(status.ABORTED);
        expect(refused.details).to.deep.equal(
            Array(2).fill('rpc error: code = Unknown desc = proposal client identity expired'),
        );
        const alone = await failureOf(contract.submit('noop', { endorsingOrganizations: ['AlphaMSP'] }));
        expect(alone.code).to.equal(status.ABORTED);
        expect(alone.message).to.contain(
            'received unsuccessful response from orderer: status=BAD_REQUEST, info=broadcast client identity expired',
        );
    });

    it('that were revoked are strangers: a client proposes nothing, a peer endorses in vain', async () => {
        const before = network.client('alpha').contract;
        await before.submitTransaction('put', 'a', '1');
        await revoke(folderOf('alpha'), [
            path.join(folderOf('alpha'), 'users', 'backoffice@alpha.probe.example', 'msp'),
        ]);
        await revoke(folderOf('beta'), [path.join(folderOf('beta'), 'peers', peerOf('beta'), 'msp')]);
        await network.restart();

        const refused = await failureOf(network.client('alpha').contract.evaluateTransaction('noop'));
        expect(refused.code).to.equal(status.FAILED_PRECONDITION);
        expect(refused.message).to.contain('access denied: channel [main] creator org [AlphaMSP]');

        const { contract } = network.client('alpha', { user: 'Admin' });
        const inVain = await failureOf(
            contract.submit('put', { arguments: ['a', '2'], endorsingOrganizations: ['AlphaMSP', 'BetaMSP'] }),
        );
        expect(inVain.code).to.equal(10);
        await contract.submit('put', { arguments: ['a', '3'], endorsingOrganizations: ['AlphaMSP', 'GammaMSP'] });
        expect(textOf(await contract.evaluateTransaction('get', 'a'))).to.equal('3');
    });

    it('revoked stand in the configuration, in a block of their own that later ones name', async () => {
        await network.client('gamma').contract.submitTransaction('noop');
        await revoke(folderOf('alpha'), [
            path.join(folderOf('alpha'), 'users', 'backoffice@alpha.probe.example', 'msp'),
        ]);
        for (let start = 0; start < 2; start += 1) {
            await network.restart();
            const { contract } = network.client('gamma', { chaincode: 'cscc' });
            const block = common.Block.deserializeBinary(await contract.evaluateTransaction('GetConfigBlock', 'main'));
            expect(block.getHeader()?.getNumber()).to.equal(2);
            await network.client('gamma').contract.submitTransaction('noop');
        }
        const { contract } = network.client('gamma', { chaincode: 'cscc' });
        const reply = await contract.evaluateTransaction('GetChannelConfig', 'main');
        const config = common.Config.deserializeBinary(reply);
        expect(config.getSequence()).to.equal(1);
        const member = config.getChannelGroup()?.getGroupsMap().get('Application')?.getGroupsMap().get('AlphaMSP');
        const value = member?.getValuesMap().get('MSP')?.getValue_asU8() ?? new Uint8Array();
        const settings = msp.FabricMSPConfig.deserializeBinary(msp.MSPConfig.deserializeBinary(value).getConfig_asU8());
        expect(settings.getRevocationListList()).to.have.length(1);
    });
});
