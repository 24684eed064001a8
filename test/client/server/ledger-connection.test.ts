import { ConnectionFailed, type Quartier } from '@quartier/client';
import { reconnecting } from '@quartier/client/dist/server/ledger-connection.js';
import { expect } from 'chai';

describe('a connection that a server keeps', () => {
    interface Opened extends Pick<Quartier, 'mspId' | 'close'> {
        isClosed: boolean;
    }
    let opened: Opened[];

    function open(): Promise<Quartier> {
        const quartier: Opened = {
            mspId: `connection ${String(opened.length + 1)}`,
            isClosed: false,
            close: () => {
                quartier.isClosed = true;
            },
        };
        opened.push(quartier);
        return Promise.resolve(quartier as Partial<Quartier> as Quartier);
    }
    beforeEach(() => {
        opened = [];
    });

    const name = ({ mspId }: Quartier): Promise<string> => Promise.resolve(mspId);

    async function failing(ledger: ReturnType<typeof reconnecting>, error: Error): Promise<void> {
        let thrown: unknown;
        await ledger.with(() => Promise.reject(error)).catch((met: unknown) => (thrown = met));
        expect(thrown).to.equal(error);
    }

    it('is opened when first needed, once for all', async () => {
        const ledger = reconnecting(open);
        expect(opened).to.have.length(0);
        expect(await Promise.all([ledger.with(name), ledger.with(name)])).to.deep.equal([
            'connection 1',
            'connection 1',
        ]);
        await ledger.close();
        expect(opened.map(({ isClosed }) => isClosed)).to.deep.equal([true]);
    });

    it('is opened anew after no peer answered, and kept after any other failure', async () => {
        const ledger = reconnecting(open);
        await failing(ledger, new Error('the rules refuse'));
        expect(await ledger.with(name)).to.equal('connection 1');
        await failing(ledger, new ConnectionFailed('no peer answers'));
        expect(await ledger.with(name)).to.equal('connection 2');
        await ledger.close();
    });

    it('is tried again after it could not be opened', async () => {
        let fails = true;
        const ledger = reconnecting(() => (fails ? Promise.reject(new Error('the profile cannot be read')) : open()));
        let refused = false;
        await ledger.with(name).catch(() => (refused = true));
        expect(refused).to.equal(true);
        fails = false;
        expect(await ledger.with(name)).to.equal('connection 1');
        await ledger.close();
    });
});
