import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect } from 'chai';

import { failureOf } from '../../support/failures.js';
import { peerOf, startProbeNetwork, textOf, type Member, type ProbeNetwork } from '../../support/probe-network.js';

/** The packages that a chaincode needs, as an installation would place them. */
const PACKAGES = path.dirname(path.dirname(require.resolve('fabric-shim/package.json')));

const CONTRACT = `class Greeter extends Contract {
    async greet(ctx) { return greeting + ' from ' + (process.env.CORE_PEER_LOCALMSPID ?? 'nobody'); }
    async put(ctx, key, value) { await ctx.stub.putState(key, Buffer.from(value)); }
    async slow(ctx) { await new Promise((resolve) => setTimeout(resolve, 700)); return greeting; }
}`;

describe('chaincode from a folder', () => {
    let network: ProbeNetwork;
    let folder: string;

    before(async () => {
        folder = mkdtempSync(path.join(tmpdir(), 'greeter-'));
        const modules = path.join(folder, 'node_modules', 'fabric-contract-api');
        mkdirSync(modules, { recursive: true });
        const real = JSON.stringify(path.join(PACKAGES, 'fabric-contract-api'));
        writeFileSync(path.join(modules, 'index.js'), `module.exports = require(${real});`);
        writeManifest({ main: 'index.js' });
        mkdirSync(path.join(folder, 'lib'));
        writeGreeting('hello');
        writeFileSync(
            path.join(folder, 'index.js'),
            `const { Contract } = require('fabric-contract-api'); const { greeting } = require('./lib/greeting.js');
            ${CONTRACT} module.exports.contracts = [Greeter];`,
        );
        network = await startProbeNetwork();
    });
    after(async () => {
        await network.close();
        rmSync(folder, { recursive: true });
    });

    const writeManifest = (members: object): void => {
        const manifest = { name: 'greeter', version: '1.0.0', ...members };
        writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    };
    const writeGreeting = (text: string): void => {
        writeFileSync(path.join(folder, 'lib', 'greeting.js'), `module.exports.greeting = '${text}';`);
    };
    const deploy = (policy: string, version = '1.0'): number =>
        network.devnet.deployChaincode('main', { name: 'greeter', version, path: folder, policy, collections: [] })
            .sequence;
    const evaluate = async (name: string, member: Member = 'alpha'): Promise<string> =>
        textOf(await network.client(member, { chaincode: 'greeter' }).contract.evaluateTransaction(name));

    it('runs beside the others, for each organisation on a server of its own', async () => {
        expect(deploy("OR('AlphaMSP.peer', 'BetaMSP.peer')")).to.equal(1);
        expect(await evaluate('greet')).to.equal('hello from AlphaMSP');
        expect(await evaluate('greet', 'beta')).to.equal('hello from BetaMSP');
        await network.client('alpha', { chaincode: 'greeter' }).contract.submitTransaction('put', 'a', '1');
    });

    it('is the new one with the next call after an edit, and lets calls end that run', async () => {
        const running = evaluate('slow');
        await new Promise((resolve) => setTimeout(resolve, 100));
        writeGreeting('good morning');
        expect(await evaluate('greet')).to.equal('good morning from AlphaMSP');
        expect(await running).to.equal('hello');
    });

    it('says what is wrong with it, and works once that is mended', async () => {
        writeGreeting("'; syntax error '");
        const { details } = await failureOf(evaluate('greet'));
        expect(details[0]).to.match(/could not launch chaincode greeter: .* ended as it started. SyntaxError: /);
        writeGreeting('welcome');
        expect(await evaluate('greet')).to.equal('welcome from AlphaMSP');
    });

    it('is upgraded when deployed again, and remembered after a restart', async () => {
        expect(deploy("AND('AlphaMSP.peer', 'BetaMSP.peer')", '2.0')).to.equal(2);
        const { contract } = network.client('alpha', { chaincode: 'greeter' });
        const alone = contract.submit('put', { arguments: ['a', '2'], endorsingOrganizations: ['AlphaMSP'] });
        expect((await failureOf(alone)).code).to.equal(10);
        await contract.submitTransaction('put', 'a', '3');
        await network.restart();
        expect(network.devnet.deployments.map(({ sequence }) => sequence)).to.deep.equal([2]);
        await network.client('gamma', { chaincode: 'greeter' }).contract.submitTransaction('put', 'a', '4');
    });

    it('may be an ECMAScript module', async () => {
        writeManifest({ main: 'index.mjs' });
        writeFileSync(
            path.join(folder, 'index.mjs'),
            `import { Contract } from 'fabric-contract-api'; const greeting = 'bonjour';
            ${CONTRACT} export const contracts = [Greeter];`,
        );
        expect(await evaluate('greet')).to.equal('bonjour from AlphaMSP');
    });

    it('may be started by hand and connect to a peer, over TLS; the peer goes back to its own server afterwards', async () => {
        writeManifest({ main: 'index.js' });
        writeGreeting('good evening');
        const { packageId } = network.devnet.deployments[0] ?? { packageId: '' };
        const tls = path.join(
            network.folder,
            'crypto',
            'peerOrganizations',
            'alpha.probe.example',
            'peers',
            peerOf('alpha'),
            'tls',
        );
        const asBase64 = (file: string): string => {
            const copy = path.join(folder, `${file}.base64`);
            writeFileSync(copy, readFileSync(path.join(tls, file)).toString('base64'));
            return copy;
        };
        const port = String(network.devnet.ports.get(peerOf('alpha')));
        const shim = require.resolve('fabric-shim/cli.js');
        const args = ['start', '--peer.address', `localhost:${port}`, '--chaincode-id-name', packageId];
        const env = {
            ...process.env,
            CORE_PEER_LOCALMSPID: 'by hand',
            CORE_PEER_TLS_ENABLED: 'true',
            CORE_PEER_TLS_ROOTCERT_FILE: path.join(tls, 'ca.crt'),
            CORE_TLS_CLIENT_KEY_PATH: asBase64('server.key'),
            CORE_TLS_CLIENT_CERT_PATH: asBase64('server.crt'),
        };
        const byHand = spawn(process.execPath, [shim, ...args, '--module-path', folder], { env, stdio: 'ignore' });
        const ended = once(byHand, 'exit');
        try {
            await eventually(async () => {
                expect(await evaluate('greet')).to.equal('good evening from by hand');
            });
            expect(await evaluate('greet', 'beta')).to.equal('good evening from BetaMSP');
        } finally {
            byHand.kill();
            await ended;
        }
        await eventually(async () => {
            expect(await evaluate('greet')).to.equal('good evening from AlphaMSP');
        });
    });

    it('is not taken with a policy that cannot be read, or for an unknown channel', () => {
        expect(() => deploy('AND(')).to.throw();
        const definition = { name: 'greeter', version: '1', path: folder, policy: "OR('A.peer')", collections: [] };
        expect(() => network.devnet.deployChaincode('other', definition)).to.throw('there is no channel other');
    });
});

async function eventually(check: () => Promise<void>): Promise<void> {
    for (let round = 0; round < 100; round += 1) {
        try {
            await check();
            return;
        } catch {
            await sleep(50);
        }
    }
    await check();
}
