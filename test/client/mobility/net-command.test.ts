import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runProgram } from '@quartier/client/dist/cli/program.js';
import { expect } from 'chai';

/** "Multilateral Netting - Visual Example" of the DelTran clearing engine, a public repository. */
const SIX = [
    { from: 'A', to: 'B', amount: '1000000' },
    { from: 'B', to: 'C', amount: '500000' },
    { from: 'C', to: 'A', amount: 750_000 },
    { from: 'A', to: 'D', amount: '300000' },
    { from: 'D', to: 'B', amount: 200_000 },
    { from: 'B', to: 'A', amount: '100000' },
];

describe('the command mobility net', () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), 'quartier-net-'));
    });
    after(() => rm(folder, { recursive: true }));

    async function run(text: string, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
        const file = join(folder, 'obligations');
        await writeFile(file, text);
        let [out, err] = ['', ''];
        const code = await runProgram(['mobility', 'net', '--obligations', file, ...argv], {
            stdout: { write: (written: string) => (out += written) },
            stderr: { write: (written: string) => (err += written) },
            environment: {},
        });
        return { code, out, err };
    }

    it('nets the six obligations without a ledger, directly unless told otherwise', async () => {
        const { code, out } = await run(JSON.stringify(SIX), '--set-off', '--json');
        expect(code).to.equal(0);
        expect(JSON.parse(out)).to.deep.equal({
            nets: { A: '-450000', B: '600000', C: '-250000', D: '100000' },
            transfers: [
                { from: 'A', to: 'B', amount: '450000' },
                { from: 'C', to: 'B', amount: '150000' },
                { from: 'C', to: 'D', amount: '100000' },
            ],
            setOff: {
                total: '1900000',
                flows: [
                    { from: 'A', to: 'B', amount: '400000' },
                    { from: 'A', to: 'D', amount: '200000' },
                    { from: 'B', to: 'A', amount: '100000' },
                    { from: 'B', to: 'C', amount: '500000' },
                    { from: 'C', to: 'A', amount: '500000' },
                    { from: 'D', to: 'B', amount: '200000' },
                ],
            },
        });
    });

    it('pays through a hub, and tells no set-off unless asked', async () => {
        const { out } = await run(JSON.stringify(SIX), '--method', 'hub', '--settlement', 'bank', '--json');
        expect(JSON.parse(out)).to.deep.equal({
            nets: { A: '-450000', B: '600000', C: '-250000', D: '100000' },
            transfers: [
                { from: 'A', to: 'bank', amount: '450000' },
                { from: 'bank', to: 'B', amount: '600000' },
                { from: 'C', to: 'bank', amount: '250000' },
                { from: 'bank', to: 'D', amount: '100000' },
            ],
        });
    });

    it('reads CSV with its columns in any order, and tells a person', async () => {
        const { code, out } = await run('to;amount;note;from\nB;5;x;A\nA;5;"y;z";B\nC;1;;A\n', '--set-off');
        expect(code).to.equal(0);
        expect(out).to.match(/PARTICIPANT\s+NET\nA\s+-1\nB\s+0\nC\s+1\n1 transfers:/u);
        expect(out).to.contain('10 set off around cycles');
    });

    it('nets what else a list says beside the three members as it nets the list', async () => {
        const list = SIX.map((each, index) => ({ id: index, ...each, due: '2026-01-31', parts: [1, { of: 2 }] }));
        expect((await run(JSON.stringify(list), '--json')).out).to.equal(
            (await run(JSON.stringify(SIX), '--json')).out,
        );
    });

    it('nets an empty list to nothing, of JSON and of CSV', async () => {
        for (const text of ['[]', 'from,to,amount\n']) {
            const { code, out } = await run(text, '--set-off', '--json');
            expect(code).to.equal(0);
            expect(JSON.parse(out)).to.deep.equal({ nets: {}, transfers: [], setOff: { total: '0', flows: [] } });
        }
    });

    it('reads JSON Lines, and names a line that is none', async () => {
        const lines = SIX.map((each) => JSON.stringify(each));
        const whole = await run(JSON.stringify(SIX), '--json');
        expect((await run(`${lines.join('\n')}\n\n`, '--json')).out).to.equal(whole.out);
        const { code, err } = await run([...lines, '{"from":"A",', '{"from":"A","to":"A","amount":1}'].join('\n'));
        expect(code).to.equal(1);
        expect(err).to.contain('line 7: the line is no JSON').and.to.contain('line 8: ');
    });

    it('reads standard input where the file is -', () => {
        const program = require.resolve('@quartier/client/bin/quartier.js');
        const input = JSON.stringify(SIX);
        const { status, stdout } = spawnSync(
            process.execPath,
            [program, 'mobility', 'net', '--obligations', '-', '--json'],
            { input, encoding: 'utf8' },
        );
        expect(status).to.equal(0);
        expect(JSON.parse(stdout)).to.have.property('nets').that.deep.equals({
            A: '-450000',
            B: '600000',
            C: '-250000',
            D: '100000',
        });
    });

    it('refuses a list with bad lines, names each and nets nothing', async () => {
        const text = [
            '[{"from":"A","to":"B","amount":"1"},',
            '',
            '{"from":"A","to":"A","amount":"1"}, {"from":"A, [{\\"","to":"B","amount":-1},',
            '{"from":"A","to":"B","amount":1.5},',
            '{"from":"A","to":"B","amount":9007199254740993},',
            '["A","B",1], {"from":"A","to":"B"}]',
        ].join('\n');
        const { code, out } = await run(text, '--json');
        expect(code).to.equal(1);
        const { error } = JSON.parse(out) as {
            error: { code: string; details: { count: number; lines: { line: number; item: number }[] } };
        };
        expect(error.code).to.equal('MOBILITY_OBLIGATIONS_REFUSED');
        expect(error.details.count).to.equal(6);
        expect(error.details.lines.map(({ line }) => line)).to.deep.equal([3, 3, 4, 5, 6, 6]);
        expect(error.details.lines.map(({ item }) => item)).to.deep.equal([2, 3, 4, 5, 6, 7]);
        const shown = await run(text);
        expect(shown.err).to.contain('line 5, item 5: obligation.amount is too large for a JSON number');
        expect(shown.out).to.equal('');
    });

    it('names the line of a table too', async () => {
        const { code, err } = await run('from,to,amount\nA,B,1\n\nA,B,zwei\nA,B\n');
        expect(code).to.equal(1);
        expect(err).to.contain('line 4: obligation.amount').and.to.contain('line 5: obligation.amount');
    });

    it('takes files that cannot be read, and options that do not fit, as usage', async () => {
        const unusable: readonly (readonly [string, ...string[]])[] = [
            ['[{'],
            ['a,b,c\n'],
            [''],
            ['[]', '--settlement', 'bank'],
            ['[]', '--method', 'ring'],
            [JSON.stringify(SIX), '--method', 'hub', '--settlement', 'A'],
        ];
        for (const [text, ...argv] of unusable) expect((await run(text, ...argv)).code, text).to.equal(2);
    });

    it('nets 100 000 lines', async () => {
        const rows = Array.from({ length: 100_000 }, (_, index) => {
            const from = (index * 7_919) % 1_000;
            return `P${String(from)},P${String((from + 1 + (index % 997)) % 1_000)},${String(1 + (index % 5_003))}`;
        });
        const { code, out } = await run(['from,to,amount', ...rows].join('\n'), '--set-off', '--json');
        expect(code).to.equal(0);
        const { nets } = JSON.parse(out) as { nets: Readonly<Record<string, string>> };
        expect(Object.values(nets).reduce((sum, net) => sum + BigInt(net), 0n)).to.equal(0n);
    });
});
