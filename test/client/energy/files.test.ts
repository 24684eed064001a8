import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { addMembersOfFile, readKeyFile, readMemberFile, statementCsv, UnusableFile } from '@quartier/client';
import type { Membership, Statement } from '@quartier/rules/energy';
import { expect } from 'chai';

describe('files of members, keys and statements', () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), 'quartier-files-'));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });
    async function write(text: string): Promise<string> {
        const path = join(folder, 'table.csv');
        await writeFile(path, text);
        return path;
    }

    it('read memberships with columns in any order, spaces, semicolons and a byte order mark', async () => {
        const file = await write('\ufeffRole;to;meter;member;from;note\r\nconsumer;;M1; Shop, quai ;2016-06-01;x\r\n');
        expect(await readMemberFile(file)).to.deep.equal([
            {
                line: 2,
                membership: { meter: 'M1', member: 'Shop, quai', role: 'consumer', from: '2016-06-01', to: null },
            },
        ]);
    });

    const badRows: [string, string][] = [
        [',Home,consumer,2016-06-01,', 'meter is empty'],
        ['M1,,consumer,2016-06-01,', 'member is empty'],
        ['M1,Home,owner,2016-06-01,', 'role is "owner"'],
        ['M1,Home,consumer,2016-6-1,', 'from is "2016-6-1"'],
        ['M1,Home,consumer,2016-02-30,', 'from is "2016-02-30"'],
        ['M1,Home,consumer,2016-06-01,2016-06-31', 'to is "2016-06-31"'],
        ['M1,Home,consumer,2016-06-02,2016-06-02', 'to is not after from'],
        ['M1,Home', 'role is ""'],
    ];
    for (const [row, reason] of badRows) {
        it(`report the row ${row} by its line`, async () => {
            const [first, second] = await readMemberFile(
                await write(`meter,member,role,from,to\nM0,Home,consumer,2016-06-01,\n\n${row}\n`),
            );
            expect(first).to.have.property('membership');
            expect(second).to.include({ line: 4 });
            expect(second).to.have.property('reason').that.contains(reason);
        });
    }

    it('add the good rows and report the others by line, of the file or of the ledger', async () => {
        const rows = ['M1,A,consumer,2016-06-01,', 'M2,B,nobody,2016-06-01,', 'M3,C,producer,2016-06-01,'];
        const sent: Membership[] = [];
        const report = await addMembersOfFile({
            file: await write(['meter,member,role,from,to', ...rows].join('\n')),
            community: 'x',
            ledger: () =>
                Promise.resolve({
                    addMembers: (_community, members) => {
                        sent.push(...members);
                        const details = { from: '2016-01-01', to: '2017-01-01' };
                        return Promise.resolve([
                            { index: 0, outcome: 'unchanged' },
                            { index: 1, outcome: 'refused', code: 'ENERGY_MEMBERSHIP_OVERLAPS', details },
                        ]);
                    },
                }),
        });
        expect(sent.map(({ meter }) => meter)).to.deep.equal(['M1', 'M3']);
        expect(report).to.deep.include({ added: 0, unchanged: 1, refused: 2 });
        expect(report.problems.map(({ line, code }) => [line, code])).to.deep.equal([
            [3, 'ENERGY_MEMBER_ROW_INVALID'],
            [4, 'ENERGY_MEMBERSHIP_OVERLAPS'],
        ]);
        expect(report.problems[1]?.message).to.contain('already a member from 2016-01-01');
    });

    it('read keys in ppm and in per cent, exactly', async () => {
        const file = await write('meter,key\nA,125000\nB,12.5%\nC,"33,3333 %"\nD,0\nE,100%\n');
        expect((await readKeyFile(file)).map(({ keyPpm }) => keyPpm)).to.deep.equal([
            125_000, 125_000, 333_333, 0, 1_000_000,
        ]);
    });

    for (const [text, code] of [
        ['meter,key\nA,0.5\n', 'ENERGY_KEY_ROW_INVALID'],
        ['meter,key\nA,12.55555%\n', 'ENERGY_KEY_ROW_INVALID'],
        ['meter,share\nA,1\n', 'FILE_HEADER'],
        ['meter,key\n', 'FILE_WITHOUT_ROWS'],
        ['', 'FILE_HEADER'],
        ['meter,key\n"A,1\n', 'FILE_UNREADABLE'],
    ] as const) {
        it(`refuse ${JSON.stringify(text)} as ${code}`, async () => {
            const failure: unknown = await readKeyFile(await write(text)).catch((error: unknown) => error);
            expect(failure).to.be.instanceOf(UnusableFile);
            expect((failure as UnusableFile).code).to.equal(code);
            expect((failure as UnusableFile).sentence('fr')).not.to.contain('{');
        });
    }

    it('write a statement as CSV that spreadsheets read', () => {
        const energies = {
            consumptionWh: '10',
            productionWh: '0',
            selfConsumedWh: '4',
            complementWh: '6',
            sharedWh: '0',
            surplusWh: '0',
        };
        const statement: Statement = {
            community: 'x',
            month: '2016-06',
            settledDays: 30,
            unsettledDays: [],
            filledDays: [],
            members: [
                {
                    ...energies,
                    meter: 'M1',
                    member: 'Shop "A", quai',
                    role: 'consumer',
                    from: '2016-06-01',
                    to: '2016-06-30',
                    amountMicroEur: '12345',
                    paymentCents: '1',
                    roundingMicroEur: '2345',
                    filledSteps: 0,
                },
            ],
            totals: { ...energies, amountMicroEur: '12345', roundingMicroEur: '2345' },
        };
        const [header, line, end] = statementCsv(statement).split('\r\n');
        expect(header).to.match(/^community,month,meter,member,role,from,to,consumptionWh,/u);
        expect(line).to.equal(
            'x,2016-06,M1,"Shop ""A"", quai",consumer,2016-06-01,2016-06-30,10,0,4,6,0,0,12345,1,2345,0',
        );
        expect(end).to.equal('');
    });
});
