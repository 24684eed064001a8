/**
 * Runs a worker over items, a few at a time, and gives the results in the items' order. After the first failure no
 * further item is taken; it is thrown once the running ones have ended.
 */
export async function mapConcurrently<Item, Result>(
    items: Iterable<Item> | AsyncIterable<Item>,
    limit: number,
    worker: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
    const results: Result[] = [];
    const source = sourceOf(items);
    const failures: unknown[] = [];
    let taken = 0;

    async function run(): Promise<void> {
        while (failures.length === 0) {
            const next = await source.next();
            if (next.done === true) return;
            const index = taken;
            taken += 1;
            results[index] = await worker(next.value, index);
        }
    }

    const runners = Array.from({ length: Math.max(1, limit) }, async () => {
        try {
            await run();
        } catch (error) {
            failures.push(error);
        }
    });
    await Promise.all(runners);
    if (failures.length > 0) throw failures[0];
    return results;
}

/** Generators queue their callers, so several runners may ask one for its next item. */
async function* sourceOf<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item, undefined> {
    yield* items;
}
