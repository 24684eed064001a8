/** How often something was done in a second, and how many calls were in flight then. */
export interface Rate {
    readonly perSecond: number;
    readonly atOnce: number;
}

export interface RateSearch {
    /** Numbers of calls in flight to try, rising. */
    readonly levels: readonly number[];
    readonly secondsEach: number;
    /** One call by one of the workers in flight, numbered from 0. */
    readonly call: (worker: number) => Promise<unknown>;
    /** Things done by one call. Default 1. */
    readonly perCall?: number;
}

/** Levels that may bring nothing before the search ends. */
const PATIENCE = 2;

/** The highest rate over the levels: a baseline is worth no more than its own best concurrency. */
export async function bestRate(search: RateSearch): Promise<Rate> {
    let best: Rate = { perSecond: 0, atOnce: 0 };
    let withoutGain = 0;
    for (const atOnce of search.levels) {
        const rate = { atOnce, perSecond: await rateAt(search, atOnce) };
        withoutGain = rate.perSecond > best.perSecond ? 0 : withoutGain + 1;
        if (rate.perSecond > best.perSecond) best = rate;
        if (withoutGain === PATIENCE) break;
    }
    return best;
}

async function rateAt({ secondsEach, call, perCall = 1 }: RateSearch, atOnce: number): Promise<number> {
    const started = performance.now();
    const until = started + secondsEach * 1_000;
    let calls = 0;
    const work = async (worker: number): Promise<void> => {
        do {
            await call(worker);
            calls += 1;
        } while (performance.now() < until);
    };
    await Promise.all(Array.from({ length: atOnce }, (_, worker) => work(worker)));
    return (calls * perCall * 1_000) / (performance.now() - started);
}

export function higherOf(one: Rate, other: Rate): Rate {
    return one.perSecond >= other.perSecond ? one : other;
}

export const inFlight = ({ atOnce }: Rate): string => `${String(atOnce)} in flight`;
