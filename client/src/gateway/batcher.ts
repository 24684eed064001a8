/**
 * A stream of records as few transactions: batches bounded in size and in delay, at most one in flight in each lane, and
 * an outcome for every record. Records of one group may share a batch; those of one lane would conflict if two batches
 * with them were on their way at once.
 */
export interface BatcherOptions<Item, Outcome> {
    /** Sends one batch, of one group; the outcomes in the order of its items. */
    readonly send: (items: readonly Item[]) => Promise<readonly Outcome[]>;
    readonly groupOf: (item: Item) => string;
    /** Within its group. */
    readonly laneOf: (item: Item) => number;
    /** Items of one batch. */
    readonly most: number;
    /** How long an item waits for others at most, where its lane is free. */
    readonly delayMs: number;
    /** Batches in flight over all groups. */
    readonly inFlight: number;
    /** Items that may wait before `room` makes the caller wait. */
    readonly waiting: number;
}

export interface Batcher<Item, Outcome> {
    /** What became of an item. Rejected with what its batch failed with: then nothing is known of it, and it may be sent again. */
    add(item: Item): Promise<Outcome>;
    /** Resolves once there is room for more, so that a long stream stays in bounded memory. */
    room(): Promise<void>;
    /** Sends what waits without delay and resolves once everything has its outcome. */
    drained(): Promise<void>;
}

interface Waiting<Item, Outcome> {
    readonly item: Item;
    readonly since: number;
    readonly resolve: (outcome: Outcome) => void;
    readonly reject: (error: unknown) => void;
}

interface Lane<Item, Outcome> {
    readonly queue: Waiting<Item, Outcome>[];
    busy: boolean;
}

type Group<Item, Outcome> = Map<number, Lane<Item, Outcome>>;

export function newBatcher<Item, Outcome>(options: BatcherOptions<Item, Outcome>): Batcher<Item, Outcome> {
    const { most, delayMs, inFlight, waiting: mostWaiting } = options;
    const groups = new Map<string, Group<Item, Outcome>>();
    const idle: (() => void)[] = [];
    const roomy: (() => void)[] = [];
    let waiting = 0;
    let flying = 0;
    let draining = false;
    let timer: NodeJS.Timeout | undefined;

    function add(item: Item): Promise<Outcome> {
        return new Promise((resolve, reject) => {
            laneFor(item).queue.push({ item, since: performance.now(), resolve, reject });
            waiting += 1;
            pump();
        });
    }

    function laneFor(item: Item): Lane<Item, Outcome> {
        const group = groups.get(options.groupOf(item)) ?? new Map<number, Lane<Item, Outcome>>();
        groups.set(options.groupOf(item), group);
        const number = options.laneOf(item);
        const lane = group.get(number) ?? { queue: [], busy: false };
        group.set(number, lane);
        return lane;
    }

    /** Sends what is due, then sets the clock for what will be. */
    function pump(): void {
        clearTimeout(timer);
        timer = undefined;
        let next = Infinity;
        for (const group of groups.values()) {
            while (flying < inFlight) {
                const due = dueLanes(group, { most, waitedMs: draining ? 0 : delayMs });
                if (due.length === 0) break;
                void fly(due);
            }
            next = Math.min(next, oldest(group) + delayMs);
        }
        if (flying < inFlight && next < Infinity)
            timer = setTimeout(pump, Math.max(1, Math.ceil(next - performance.now())));
        if (waiting < mostWaiting) for (const resolve of roomy.splice(0)) resolve();
        if (waiting === 0 && flying === 0) for (const resolve of idle.splice(0)) resolve();
    }

    async function fly(lanes: readonly Lane<Item, Outcome>[]): Promise<void> {
        const batch = takeBatch(lanes, most);
        waiting -= batch.length;
        flying += 1;
        for (const lane of lanes) lane.busy = true;
        try {
            const outcomes = await options.send(batch.map(({ item }) => item));
            if (outcomes.length !== batch.length) throw new TypeError('A batch has an outcome for each of its items');
            outcomes.forEach((outcome, index) => batch[index]?.resolve(outcome));
        } catch (error) {
            for (const { reject } of batch) reject(error);
        }
        flying -= 1;
        for (const lane of lanes) lane.busy = false;
        pump();
    }

    return {
        add,
        room: () => (waiting < mostWaiting ? Promise.resolve() : new Promise((resolve) => roomy.push(resolve))),
        drained: async () => {
            draining = true;
            const done = new Promise<void>((resolve) => idle.push(resolve));
            pump();
            await done;
            draining = false;
        },
    };
}

/**
 * The lanes of the next batch of a group: one that fills it alone, else, once an item has waited long enough, the free ones
 * in the order of their oldest item until it is full.
 */
function dueLanes<Item, Outcome>(
    group: Group<Item, Outcome>,
    { most, waitedMs }: { readonly most: number; readonly waitedMs: number },
): readonly Lane<Item, Outcome>[] {
    const free = [...group.values()].filter(({ busy, queue }) => !busy && queue.length > 0);
    const full = free.find(({ queue }) => queue.length >= most);
    if (full !== undefined) return [full];
    const inOrder = free.sort((a, b) => sinceOf(a) - sinceOf(b));
    const [first] = inOrder;
    if (first === undefined || performance.now() - sinceOf(first) < waitedMs) return [];
    const lanes: Lane<Item, Outcome>[] = [];
    let items = 0;
    for (const lane of inOrder) {
        if (items + lane.queue.length > most) break;
        lanes.push(lane);
        items += lane.queue.length;
    }
    return lanes;
}

function takeBatch<Item, Outcome>(
    lanes: readonly Lane<Item, Outcome>[],
    most: number,
): readonly Waiting<Item, Outcome>[] {
    return lanes.flatMap(({ queue }) => queue.splice(0, most));
}

/** When the oldest item that waits in a free lane came; those of busy lanes go on when their batch is back. */
function oldest<Item, Outcome>(group: Group<Item, Outcome>): number {
    let first = Infinity;
    for (const lane of group.values()) if (!lane.busy) first = Math.min(first, sinceOf(lane));
    return first;
}

function sinceOf<Item, Outcome>({ queue }: Lane<Item, Outcome>): number {
    return queue[0]?.since ?? Infinity;
}
