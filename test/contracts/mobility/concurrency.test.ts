import { openConnection, readProfile, type Area, type Connection } from '@quartier/client';
import { consortiumRefusals } from '@quartier/rules/consortium';
import { laneOfLeg, mobilityRefusals, mobilityTransactions as t } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { consortiumFile, type AreaNetwork } from '../../support/area-network.js';
import {
    bikeTariff,
    Clearing,
    fiveOperators,
    legsToRecord,
    mspIdsOfFive,
    newId,
    rideOf,
    subscriptionOf,
    terms,
} from '../../support/mobility-clearing.js';
import { startMobilityNetwork } from '../../support/mobility-network.js';

const LANES = 4;

describe('five operators that write at once', function () {
    this.timeout(180_000);
    let network: AreaNetwork;
    let clearing: Clearing;
    const connections = new Map<string, Connection>();

    before(async () => {
        network = await startMobilityNetwork({ consortiumFile: consortiumFile('mobility-five') });
        clearing = new Clearing({ area: onceOnly }, mspIdsOfFive);
        await clearing.decideTerms({ ...terms, lanes: LANES });
    });
    after(async () => {
        for (const connection of connections.values()) connection.close();
        await network.stop();
    });

    /** An area that sends each transaction once, so that a conflict is seen. */
    async function onceOnly(member: string): Promise<Area> {
        const profile = await readProfile(network.profiles[member] ?? '');
        const known = connections.get(member);
        const connection =
            known ??
            (await openConnection(profile, { mspPath: network.mspPath(member, 'backoffice'), retry: { attempts: 1 } }));
        connections.set(member, connection);
        return connection.area('mobility', { ...consortiumRefusals, ...mobilityRefusals });
    }

    it('meet in nothing: every pair and every lane of it is recorded at the first attempt', async () => {
        const subscription = newId('subscription');
        const pairs = fiveOperators.flatMap((operator) =>
            fiveOperators.filter((seller) => seller !== operator).map((seller) => [operator, seller] as const),
        );
        for (const operator of fiveOperators) {
            await clearing.declare(operator);
            await clearing.publish(operator, bikeTariff(mspIdsOfFive[operator]));
        }
        for (const [operator, seller] of pairs) {
            await clearing.grant([operator, seller], '100000000');
            await clearing.subscribe([seller, operator], subscriptionOf(subscription));
        }
        await clearing.openWindow(3_600);
        const batches = pairs.flatMap(([operator, seller]) =>
            Array.from({ length: LANES }, (_, lane) => {
                const rides = Array.from({ length: 5 }, () =>
                    rideOf(
                        bikeTariff(mspIdsOfFive[operator]),
                        { seller: mspIdsOfFive[seller], subscription },
                        { leg: idOfLane(lane) },
                    ),
                );
                return clearing.between([operator, seller], t.recordLegs, {
                    privatePart: legsToRecord(rides),
                });
            }),
        );
        expect(batches).to.have.lengthOf(80);
        for (const reply of await Promise.all(batches)) expect(reply).to.include({ done: true });
        let sum = 0n;
        for (const [index, one] of fiveOperators.entries())
            for (const other of fiveOperators.slice(index + 1))
                for (const { owedMicroEur } of (await clearing.position(one, other)).positions)
                    sum += BigInt(owedMicroEur);
        expect(sum).to.equal(80n * 5n * 2_000_000n);
    });
});

function idOfLane(lane: number): string {
    for (;;) {
        const id = newId('leg');
        if (laneOfLeg(id, LANES) === lane) return id;
    }
}
