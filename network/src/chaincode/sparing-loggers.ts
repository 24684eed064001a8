import path from 'node:path';

type Say = (...said: readonly unknown[]) => unknown;

/** A logger of winston, as far as it matters here. */
interface Logger extends Record<'debug' | 'info', Say> {
    isLevelEnabled(level: string): boolean;
}

interface Logging {
    getLogger: (name?: string) => Logger;
}

const spared = new WeakSet<Logger>();

/**
 * Makes a Fabric library pass over lines below the level of its log. Its loggers format each line before they look at the
 * level: half a millisecond of every transaction, several with large arguments, for lines that nobody sees.
 * @param library folder of fabric-shim or fabric-contract-api, not loaded yet
 */
export function spareLoggers(library: string): void {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- where the library lies is known only now
    const logging = require(path.join(library, 'lib', 'logger.js')) as Logging;
    const { getLogger } = logging;
    logging.getLogger = (name) => {
        const logger = getLogger(name);
        if (!spared.has(logger)) {
            spared.add(logger);
            for (const level of ['debug', 'info'] as const) {
                const say = logger[level].bind(logger);
                logger[level] = (...said) => (logger.isLevelEnabled(level) ? say(...said) : logger);
            }
        }
        return logger;
    };
}
