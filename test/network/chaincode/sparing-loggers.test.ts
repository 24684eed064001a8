import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { spareLoggers } from '@quartier/network/dist/chaincode/sparing-loggers.js';

interface ShimLogger {
    level: string;
    readonly transports: { silent: boolean }[];
    debug(text: string, detail: object): void;
    error(text: string, detail: object): void;
}

describe("the loggers of Fabric's shim", () => {
    const shim = dirname(require.resolve('fabric-shim/package.json'));
    let logger: ShimLogger;
    let formatted = 0;
    const detail = {
        get error(): undefined {
            formatted += 1;
            return undefined;
        },
    };

    before(() => {
        spareLoggers(shim);
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file that the package does not declare
        const { getLogger } = require(join(shim, 'lib', 'logger.js')) as { getLogger: (name: string) => ShimLogger };
        logger = getLogger('a logger of this test');
        for (const transport of logger.transports) transport.silent = true;
    });
    after(() => {
        for (const transport of logger.transports) transport.silent = false;
    });
    beforeEach(() => {
        formatted = 0;
        logger.level = 'error';
    });

    it('do not format what is below their level', () => {
        logger.debug('nobody sees %s', detail);
        expect(formatted).to.equal(0);
    });

    it('format what is at their level, and more once the level is lowered', () => {
        logger.error('somebody sees %s', detail);
        expect(formatted).to.be.greaterThan(0);
        formatted = 0;
        logger.level = 'debug';
        logger.debug('somebody sees %s', detail);
        expect(formatted).to.be.greaterThan(0);
    });
});
