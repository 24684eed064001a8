import { type Engine, engines, type RunningNetwork, startNetwork } from './programs.js';

/** One network of each engine for all scenarios: each works in communities and with meters of its own. */
const started = new Map<Engine, Promise<RunningNetwork>>();

after(async () => {
    for (const network of started.values()) await (await network).remove();
});

const START_MS = 240_000;

/** Tells a scenario once for each engine of this machine. */
export function scenario(title: string, tests: (network: () => RunningNetwork) => void): void {
    for (const engine of engines()) {
        describe(engine === 'embedded' ? title : `${title} (${engine})`, () => {
            let network: RunningNetwork;
            before(async function () {
                this.timeout(START_MS);
                const known = started.get(engine) ?? startNetwork(engine);
                started.set(engine, known);
                network = await known;
            });
            tests(() => network);
        });
    }
}
