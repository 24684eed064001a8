import { setTimeout as pause } from 'node:timers/promises';

import { expect } from 'chai';

import { runQuartier, startNetwork, type RunningNetwork } from '../support/programs.js';
import { servePages, type ServedPages } from '../support/served-pages.js';

describe('The public pages while the ledger goes away', () => {
    let network: RunningNetwork;
    let pages: ServedPages;
    before(async function () {
        this.timeout(120_000);
        network = await startNetwork();
        pages = await servePages(network.office('council').profile);
    });
    after(() => network.remove());
    after(() => pages.stop());

    const NOBODY = '/vehicle/AAAAAAAAAAAAAAAAAAAAAA';
    const statusOf = async (path: string): Promise<number> => (await fetch(`${pages.url}${path}`)).status;

    /** The health of a site is known anew every few seconds. */
    async function becomes(status: number): Promise<void> {
        for (let attempt = 0; attempt < 60; attempt += 1) {
            if ((await statusOf('/health')) === status) return;
            await pause(500);
        }
        expect(await statusOf('/health')).to.equal(status);
    }

    it('answer while it is there', async () => {
        expect(await statusOf('/health')).to.equal(200);
        expect(await statusOf(NOBODY)).to.equal(404);
    });

    it('say that it is unreachable once it is gone, and show what needs no ledger', async function () {
        this.timeout(90_000);
        await network.stop();
        await becomes(503);
        const answer = await fetch(`${pages.url}${NOBODY}`);
        expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '10']);
        expect(await statusOf('/')).to.equal(200);
    });

    it('answer again once it is back, without being started again', async function () {
        this.timeout(120_000);
        await network.restart();
        await becomes(200);
        expect(await statusOf(NOBODY)).to.equal(404);
    });

    it('end by SIGTERM with exit code 0, and leave the port', async () => {
        const { port } = new URL(pages.url);
        expect(await pages.stop()).to.equal(0);
        const again = await servePages(network.office('council').profile);
        await again.stop();
        const taken = runQuartier(network.office('council').profile, 'serve', '--port', port);
        expect(JSON.parse((await taken.line()) ?? '{}')).to.deep.equal({
            ready: true,
            url: `http://127.0.0.1:${port}`,
        });
        const second = runQuartier(network.office('council').profile, 'serve', '--port', port);
        expect((await second.ended()).code).to.equal(2);
        expect(second.errors()).to.include(`Port ${port}`);
        expect((await taken.ended('SIGINT')).code).to.equal(0);
    });
});

describe('quartier serve', () => {
    const refused: readonly (readonly [readonly string[], string])[] = [
        [['--port', '70000'], 'a port, 0 to 65535'],
        [['--port', 'x'], 'a port, 0 to 65535'],
        [['--base-url', 'vehicles.example'], 'an address without a path'],
        [['--base-url', 'ftp://vehicles.example'], 'an address without a path'],
        [['--base-url', 'https://vehicles.example/?a=b'], 'an address without a path'],
        [['--base-url', 'https://council.example/vehicles'], 'an address without a path'],
        [['--trust-proxy', 'everybody'], 'a network such as'],
        [['--trust-proxy', '10.0.0.0/33'], 'a network such as'],
        [[], 'cannot be read'],
    ];
    for (const [options, message] of refused) {
        it(`ends with 2 for: serve ${options.join(' ')}`, async () => {
            const program = runQuartier('/none.json', 'serve', ...options);
            expect((await program.ended()).code).to.equal(2);
            expect(program.errors()).to.include(message);
        });
    }
});
