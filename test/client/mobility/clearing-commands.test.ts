import { runProgram } from '@quartier/client/dist/cli/program.js';
import { expect } from 'chai';

const COMMANDS = [
    ...['propose', 'approve', 'show'].map((verb) => `terms ${verb}`),
    ...['declare', 'list'].map((verb) => `operator ${verb}`),
    ...['publish', 'import', 'list'].map((verb) => `tariff ${verb}`),
    ...['publish', 'list'].map((verb) => `plan ${verb}`),
    ...['add', 'import', 'pause', 'resume', 'switch', 'cancel', 'expire', 'list', 'authorise', 'headrooms'].map(
        (verb) => `subscription ${verb}`,
    ),
    ...['show', 'grant'].map((verb) => `position ${verb}`),
    ...['import', 'list', 'show', 'credit', 'replace', 'fine', 'extra', 'refund'].map((verb) => `leg ${verb}`),
    ...[
        'open',
        'accept',
        'offer',
        'reject',
        'counter',
        'escalate',
        'withdraw',
        'expire',
        'mediate',
        'mediations',
        'apply',
    ].map((verb) => `dispute ${verb}`),
    ...['open', 'close', 'list', 'show', 'state', 'statement', 'compare', 'declare', 'net', 'sign', 'default'].map(
        (verb) => `window ${verb}`,
    ),
    ...['export', 'book', 'show'].map((verb) => `payment ${verb}`),
    'bill',
    ...['cap-loss', 'pass', 'post'].map((verb) => `share ${verb}`),
];

interface Said {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

async function run(command: string): Promise<Said> {
    let [out, err] = ['', ''];
    const code = await runProgram(command.split(' '), {
        stdout: { write: (text: string) => (out += text) },
        stderr: { write: (text: string) => (err += text) },
        environment: {},
    });
    return { code, out, err };
}

describe('Commands of the clearing', () => {
    it('have help, without a network', async () => {
        for (const name of COMMANDS) {
            const { code, out, err } = await run(`mobility ${name} --help`);
            expect([name, code, err]).to.deep.equal([name, 0, '']);
            expect(out).to.contain(`Usage: quartier mobility ${name} `).and.contain('--json');
        }
    });

    it('say what is wrong with what they are given', async () => {
        const wrong = [
            'terms propose t-1 --from 2016-06-01 --zone Europe/Paris --mediator CouncilMSP --method hub',
            'terms propose t-1 --from 2016-06-01 --zone UTC --mediator CouncilMSP --method direct --settlement CarsMSP',
            'window open w-1 --from noon --to 2016-06-06T12:00:00Z',
            'position grant --with WheelsMSP --limit lots',
            'leg import legs.csv --column nothing=trip',
            'subscription authorise s-1 --seller MetroMSP --mode rocket --id a-1',
            'share cap-loss s-1 --window w-1 --weight beauty',
        ];
        for (const command of wrong) {
            const { code, out } = await run(`mobility ${command} --json`);
            expect([command, code]).to.deep.equal([command, 2]);
            expect(JSON.parse(out)).to.have.nested.property('error.code', 'USAGE');
        }
    });
});
