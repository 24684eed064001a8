import { status } from '@grpc/grpc-js';
import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { startProbeNetwork, textOf, type Member, type ProbeNetwork } from '../../support/probe-network.js';

describe('chaincode servers', () => {
    const networks: ProbeNetwork[] = [];
    const start = async (...options: Parameters<typeof startProbeNetwork>): Promise<ProbeNetwork> => {
        const network = await startProbeNetwork(...options);
        networks.push(network);
        return network;
    };
    afterEach(async () => {
        await Promise.all(networks.splice(0).map((network) => network.close()));
    });

    const serverOf = async (network: ProbeNetwork, member: Member): Promise<string> => {
        const reply = textOf(await network.client(member).contract.evaluateTransaction('whoAmI'));
        return (JSON.parse(reply) as { serverMspId: string }).serverMspId;
    };

    it('are one for each organisation when asked for, and then know whose they are', async () => {
        const network = await start({ chaincodeServers: 'per-organisation' });
        await network.client('alpha').contract.submitTransaction('put', 'a', '1');
        expect(await serverOf(network, 'alpha')).to.equal('AlphaMSP');
        expect(await serverOf(network, 'gamma')).to.equal('GammaMSP');
    });

    it('do not know whose they are when shared', async () => {
        const network = await start({ chaincodeServers: 'shared' });
        expect(await serverOf(network, 'beta')).to.equal('');
    });

    it('that end take their submissions with them; evaluations go to another peer and its new server', async () => {
        const network = await start();
        const { contract } = network.client('alpha');
        const waiting = contract.evaluateTransaction('wait', '300');
        const failure = await failureOf(contract.submitTransaction('exit'));
        expect(failure.code).to.equal(status.ABORTED);
        expect(failure.details[0]).to.match(
            /^error in simulation: failed to execute transaction .*chaincode stream terminated$/,
        );
        await waiting;
        await contract.submitTransaction('put', 'after', 'x');
        expect(textOf(await contract.evaluateTransaction('get', 'after'))).to.equal('x');
    });

    it('have so much time for a transaction', async () => {
        const network = await start({ executeTimeoutMs: 200 });
        const { contract } = network.client('alpha');
        const failure = await failureOf(contract.submitTransaction('wait', '1000'));
        expect(failure.details[0]).to.contain('timeout expired while executing transaction');
        await contract.submitTransaction('noop');
    });

    it('that cannot start say why, in the log and to the client', async () => {
        const lines: string[] = [];
        const network = await start({
            log: (line) => lines.push(line),
            chaincodePath: '/nowhere',
        });
        const failure = await failureOf(network.client('alpha').contract.submitTransaction('noop'));
        expect(failure.details[0]).to.contain('could not launch chaincode probe');
        expect(lines.join('\n')).to.contain('/nowhere');
    });
});
