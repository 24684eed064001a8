/** Fabric's names for the levels of a log, the most talkative first. */
const LEVELS = ['payload', 'debug', 'info', 'warn', 'warning', 'error', 'dpanic', 'panic', 'fatal'] as const;

type Level = (typeof LEVELS)[number];

const LOGGER = /^[\w#:-]+(?:\.[\w#:-]+)*\.?$/;

/**
 * Which lines a node logs, in Fabric's words, such as `gossip=debug:info`. Lines of the embedded network belong to no
 * logger, so the level without one decides.
 */
export class LogSpecification {
    #loggers: ReadonlyMap<string, Level> = new Map();
    #level: Level = 'info';

    /** As Fabric prints it: the loggers in order, then the level of all others. */
    get text(): string {
        const fields = [...this.#loggers].map(([logger, level]) => `${logger}=${printed(level)}`);
        return [...fields.sort(), printed(this.#level)].join(':');
    }

    /** @throws {Error} with Fabric's words when it cannot be read; then the one before stays */
    activate(text: string): void {
        const refuse = (why: string): Error => new Error(`invalid logging specification '${text}': ${why}`);
        const loggers = new Map<string, Level>();
        let level: Level = 'info';
        for (const segment of text.split(':').filter((one) => one !== '')) {
            const [names, named, ...rest] = segment.split('=');
            const found = levelOf(named ?? segment);
            if (names === '') throw refuse(`no logger specified in segment '${segment}'`);
            if (found === undefined || rest.length > 0) throw refuse(`bad segment '${segment}'`);
            if (named === undefined) level = found;
            for (const name of named === undefined ? [] : (names ?? '').split(',')) {
                if (!LOGGER.test(name)) throw refuse(`bad logger name '${name}'`);
                loggers.set(name, found);
            }
        }
        this.#loggers = loggers;
        this.#level = level;
    }

    tells(level: Level): boolean {
        return LEVELS.indexOf(level) >= LEVELS.indexOf(this.#level);
    }
}

/** Fabric's logger has no name for the level below `debug`. */
const printed = (level: Level): string => (level === 'payload' ? 'Level(-2)' : level);

function levelOf(text: string): Level | undefined {
    const level = LEVELS.find((one) => one === text.toLowerCase());
    return level === 'warning' ? 'warn' : level;
}
