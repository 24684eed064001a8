import { mapConcurrently } from '@quartier/client';
import { expect } from 'chai';

import { startQuartier } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { bornCar, FLEET_HEADER, nextVin, rootOf } from '../../support/vehicle-story.js';

const REPORT = 'ignoredColumns leftOut problems recorded refused refusedByCode rows unchanged';
const RECORDED = 'event judgement outcome passport';
const REPLY = 'event judgement passport';
const PASSPORT =
    'corrections description eventCount events holders judgement link openRecalls origin pages passport pledges ' +
    'readings registeredAt registeredBy root standing state';

/** Organisation, command, what it works on, and the names in its result. `VIN`, `OLD` and files stand in capitals. */
const COMMANDS: readonly (readonly [string, string, string, string])[] = [
    ['garage', 'enrol', 'OLD_FILE', REPORT],
    ['council', 'show', 'OLD', PASSPORT],
    ['garage', 'record', 'VIN --kind service --event E-1 --odometer 100 --unit km --note inside', RECORDED],
    ['garage', 'import', 'ORDERS', REPORT],
    ['garage', 'history', 'VIN', 'events passport'],
    ['maker', 'notes', 'VIN', 'identity notes passport'],
    ['garage', 'correct', 'VIN --event E-2 --corrects GarageMSP:E-1 --reason typing --odometer 110 --unit km', REPLY],
    ['garage', 'holder new', 'SELLER --name seller', 'file holder'],
    ['garage', 'holder new', 'BUYER', 'file holder'],
    ['garage', 'claim', 'VIN --event H-1 --holder-file SELLER', `${REPLY} holder`],
    ['garage', 'prove', 'VIN --holder-file SELLER', 'holds passport'],
    [
        'garage',
        'prove',
        'VIN --holder-file SELLER --audience buyer --nonce n1 --out PROOF',
        'credential file holds jwt passport',
    ],
    [
        'maker',
        'verify',
        'PROOF --audience buyer --nonce n1 --root GarageMSP=ROOT',
        'authority credential signer standing status type verified',
    ],
    ['garage', 'transfer offer', 'VIN --transfer T-1 --holder-file SELLER', `${REPLY} code transfer`],
    ['garage', 'transfer withdraw', 'VIN --transfer T-1 --holder-file SELLER', `${REPLY} transfer`],
    [
        'garage',
        'transfer offer',
        'VIN --transfer T-2 --holder-file SELLER --code 0123456789abcdef',
        `${REPLY} code transfer`,
    ],
    [
        'council',
        'transfer accept',
        'VIN --transfer T-2 --code 0123456789abcdef --holder-file BUYER --odometer 400 --unit km',
        `${REPLY} holder transfer`,
    ],
    ['council', 'quality', '--month 2026-01', 'month organisations'],
    ['maker', 'changes', '--idle 1 --checkpoint CHECKPOINT', 'changes checkpoint'],
    [
        'garage',
        'certificate',
        'VIN --out CERTIFICATE --status-file STATUS --status-list https://garage.example/1',
        'credential file id jwt',
    ],
    ['garage', 'certificate list', '--status-file STATUS --out LIST', 'credential file jwt'],
    ['garage', 'verify', 'CERTIFICATE --status LIST', 'authority credential signer standing status type verified'],
    ['council', 'erase', 'VIN --yes', 'passport purgedValues'],
];

scenario('Every command of vehicle', (network) => {
    it('prints one line of JSON with --json, and nothing else', async function () {
        this.timeout(180_000);
        const vin = await bornCar(network());
        const old = nextVin('VF1');
        const path = (name: string): string => network().write(`told-${name}`, '');
        const named: Readonly<Record<string, string>> = {
            OLD_FILE: network().write(
                'told-old.csv',
                `${FLEET_HEADER},reading day\n${old},car,Renault,Clio,diesel,,2010-05-06,120000,km,2025-05-06\n`,
            ),
            ORDERS: network().write(
                'told-orders.csv',
                `event,vin,date,kind,odometer,unit,work\nO-1,${vin},2025-02-03,tyres,90,km,four\n`,
            ),
            ROOT: await rootOf(network().office('garage').profile),
            SELLER: `${path('seller')}.json`,
            BUYER: `${path('buyer')}.json`,
            PROOF: path('proof'),
            CHECKPOINT: `${path('checkpoint')}.json`,
            CERTIFICATE: path('certificate'),
            STATUS: `${path('status')}.json`,
            LIST: path('list'),
            VIN: vin,
            OLD: old,
        };
        for (const [organisation, command, words, names] of COMMANDS) {
            const given = words.replace(/[A-Z_]{3,}(?=$| |\b)/gu, (word) => named[word] ?? word);
            const run = await network().office(organisation).run(`vehicle ${command} ${given} --json`);
            expect([command, run.exitCode, run.stderr], run.stdout).to.deep.equal([command, 0, '']);
            expect(run.stdout, command).to.match(/^\{.*\}\n$/u);
            expect(run.json, command).to.have.all.keys(...names.split(' '));
        }
    });

    it('goes on at the checkpoint where the last run of the feed stopped', async () => {
        const checkpoint = `${network().write('goes-on', '')}.json`;
        const feed = `vehicle changes --idle 1 --checkpoint ${checkpoint}`;
        const vin = await bornCar(network());
        const first = (await network().office('maker').ask(feed)) as { readonly changes: readonly object[] };
        expect(first.changes.length).to.be.greaterThan(0);
        const second = (await network().office('maker').ask(feed)) as { readonly changes: readonly object[] };
        expect(second.changes).to.deep.equal([]);
        await network()
            .office('garage')
            .ask(`vehicle record ${vin} --kind service --event F-1 --odometer 50 --unit km`);
        const third = (await network().office('maker').ask(feed)) as { readonly changes: readonly object[] };
        expect(third.changes).to.have.lengthOf(1);
    });

    it('has help, without a network', async () => {
        const names = new Set(['register', 'confirm', ...COMMANDS.map(([, command]) => command)]);
        await mapConcurrently(names, 3, async (name) => {
            const { exitCode, stdout, stderr } = await startQuartier(`vehicle ${name} --help`).finished;
            expect([name, exitCode, stderr]).to.deep.equal([name, 0, '']);
            expect(stdout).to.contain(`Usage: quartier vehicle ${name} `).and.contain('--json');
        });
    });

    it('tells what is wrong with a command before it connects', async () => {
        for (const [command, message] of [
            ['show', 'Which vehicle?'],
            ['show VF7SCA00000000001 --passport x', 'Which vehicle?'],
            ['verify /nowhere --root MakerMSP', 'write MSPID=FILE'],
            ['erase VF7SCA00000000001', 'add --yes'],
            ['certificate VF7SCA00000000001 --status-file x', 'both --status-file and --status-list'],
        ] as const) {
            const { exitCode, stdout, stderr } = await startQuartier(`vehicle ${command}`).finished;
            expect([command, exitCode, stdout]).to.deep.equal([command, 2, '']);
            expect(stderr).to.contain(message);
        }
    });
});
