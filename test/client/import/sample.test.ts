import path from 'node:path';
import { importReadings, readMemberFile, zoneTable } from '@quartier/client';
import type { Membership } from '@quartier/rules/energy';
import { expect } from 'chai';
import { type FakeLedger, fakeLedger } from './fake-ledger.js';

const FOLDER = path.resolve('client', 'sample');

/** Watt-hours of the meters by instant. */
function seriesOf(ledger: FakeLedger, members: readonly Membership[]): ReadonlyMap<number, number> {
    const sums = new Map<number, number>();
    for (const { meter } of members)
        for (const [instant, value] of ledger.readings.get(meter) ?? [])
            sums.set(instant, (sums.get(instant) ?? 0) + value);
    return sums;
}

describe('The sample district', () => {
    it('has the members, the readings and the totals that its page states', async () => {
        const rows = await readMemberFile(path.join(FOLDER, 'members.csv'));
        const members = rows.flatMap((row) => ('membership' in row ? [row.membership] : []));
        expect(members).to.have.lengthOf(18);
        const ledger = fakeLedger({ zone: zoneTable('Europe/Paris'), meters: members.map(({ meter }) => meter) });
        const file = path.join(FOLDER, 'readings.csv');
        const report = await importReadings({ energy: ledger, community: 'confluence', file });
        expect(report).to.include({ readings: 18 * 2_880, stored: 18 * 2_880, gaps: 0, transactions: 1 });

        const consumed = seriesOf(
            ledger,
            members.filter(({ role }) => role === 'consumer'),
        );
        const produced = seriesOf(
            ledger,
            members.filter(({ role }) => role === 'producer'),
        );
        const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
        const shared = [...consumed].map(([instant, value]) => Math.min(value, produced.get(instant) ?? 0));
        expect([sum(consumed.values()), sum(produced.values()), sum(shared)]).to.deep.equal([
            11_796_807, 3_782_552, 3_631_634,
        ]);
    });
});
