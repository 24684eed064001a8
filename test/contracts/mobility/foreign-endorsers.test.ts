import { expect } from 'chai';

import type { AreaNetwork } from '../../support/area-network.js';
import { plainGateway, type PlainGateway } from '../../support/plain-gateway.js';
import { startMobilityNetwork } from '../../support/mobility-network.js';

const POLICY_FAILURE = 10;
const VALID = 0;

/** The probe is other code under the policies of the area: what the endorsers run does not matter for what they may write. */
describe('what two organisations endorse', function () {
    this.timeout(60_000);
    let network: AreaNetwork;
    let metro: PlainGateway;
    before(async () => {
        network = await startMobilityNetwork();
        metro = await plainGateway(network.profiles['metro'] ?? '');
    });
    after(async () => {
        metro.close();
        await network.stop();
    });

    async function statusOf(endorsers: readonly string[], name: string, ...args: readonly string[]): Promise<number> {
        const proposal = metro.gateway
            .getNetwork('mobility')
            .getContract('probe')
            .newProposal(name, {
                arguments: [...args],
                transientData: { value: 'value' },
                endorsingOrganizations: [...endorsers],
            });
        const submitted = await (await proposal.endorse()).submit();
        return (await submitted.getStatus()).code;
    }

    const PAIR = 'pair_MetroMSP_WheelsMSP';

    it("is their own collection, and nobody else's: not even the council and another operator together", async () => {
        expect(await statusOf(['MetroMSP', 'WheelsMSP'], 'putPrivate', PAIR, 'key')).to.equal(VALID);
        expect(await statusOf(['CouncilMSP', 'CarsMSP'], 'putPrivate', PAIR, 'key')).to.equal(POLICY_FAILURE);
        expect(await statusOf(['CouncilMSP', 'MetroMSP'], 'putPrivate', PAIR, 'key')).to.equal(POLICY_FAILURE);
    });

    it('is a public row only where it was created for them under the policy of the area', async () => {
        expect(await statusOf(['MetroMSP', 'WheelsMSP'], 'put', 'new', 'value')).to.equal(POLICY_FAILURE);
        const created = await statusOf(
            ['CouncilMSP', 'CarsMSP'],
            'putWithEndorsers',
            'row',
            'value',
            'MetroMSP,WheelsMSP',
        );
        expect(created).to.equal(VALID);
        expect(await statusOf(['CouncilMSP', 'CarsMSP'], 'put', 'row', 'forged')).to.equal(POLICY_FAILURE);
        expect(await statusOf(['MetroMSP', 'WheelsMSP'], 'put', 'row', 'agreed')).to.equal(VALID);
    });
});
