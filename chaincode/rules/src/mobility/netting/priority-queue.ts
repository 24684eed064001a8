/** Items of which always the first is taken. */
export interface PriorityQueue<T> {
    add(item: T): void;
    take(): T | undefined;
}

/** A binary heap of the items. No two may be of the same rank, or the order in which they are taken is not told. */
export function priorityQueue<T>(items: Iterable<T>, before: (a: T, b: T) => boolean): PriorityQueue<T> {
    const heap: T[] = [];
    function add(item: T): void {
        let at = heap.push(item) - 1;
        while (at > 0) {
            const up = (at - 1) >> 1;
            const parent = heap[up];
            if (parent === undefined || !before(item, parent)) break;
            heap[at] = parent;
            at = up;
        }
        heap[at] = item;
    }
    function take(): T | undefined {
        const [first] = heap;
        const last = heap.pop();
        if (last === undefined || heap.length === 0) return first;
        sink(last);
        return first;
    }
    function sink(item: T): void {
        let at = 0;
        for (;;) {
            const down = firstBelow(at);
            const child = heap[down];
            if (child === undefined || !before(child, item)) break;
            heap[at] = child;
            at = down;
        }
        heap[at] = item;
    }
    function firstBelow(at: number): number {
        const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
        return left !== undefined && right !== undefined && before(right, left) ? 2 * at + 2 : 2 * at + 1;
    }
    for (const item of items) add(item);
    return { add, take };
}
