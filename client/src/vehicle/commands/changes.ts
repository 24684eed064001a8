import { rename, writeFile } from 'node:fs/promises';

import { InvalidArgumentError, type Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { wholeValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';
import { madeOf, readTextIfAny } from '../../files/index.js';
import type { EventCheckpoint } from '../../gateway/index.js';

import type { VehicleChange, VehicleChanges } from '../events.js';

interface ChangesOptions {
    readonly from: string;
    readonly checkpoint?: string;
    readonly limit: number;
    readonly idle: number;
}

/** One transaction's changes, as the command prints them. */
interface ChangeRow extends VehicleChange {
    readonly blockNumber: string;
    readonly transactionId: string;
}

export function addChangesCommand(vehicle: Command, run: Runner): void {
    addCommand(vehicle, 'changes', 'What changed since a block, by passport: the feed for insurers and markets')
        .option('--from <block>', 'first block', wholeValue, '0')
        .option('--checkpoint <file>', 'where the last run stopped; goes on there, and keeps where this one stops')
        .option('--limit <transactions>', 'at most so many', countValue, 1_000)
        .option('--idle <seconds>', 'ends when nothing has come for so long', countValue, 3)
        .action((options: ChangesOptions, command: Command) => list(run, command, options));
}

async function list(run: Runner, command: Command, options: ChangesOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const { checkpoint: file } = options;
        const from = (await readCheckpoint(file)) ?? { blockNumber: options.from };
        const { vehicle } = await connect();
        const read = await untilIdle((signal) => vehicle.changes({ from, signal }), options);
        const changes = read.flatMap(rowsOf);
        const checkpoint = read.at(-1)?.checkpoint ?? from;
        output.result({ changes, checkpoint }, () =>
            formatTable(changes, [
                { title: 'BLOCK', value: (row) => row.blockNumber, right: true },
                { title: 'PASSPORT', value: (row) => row.passport },
                { title: 'CHANGE', value: (row) => row.change },
                { title: 'EVENTS', value: (row) => row.kinds.join(', ') },
                { title: 'JUDGEMENT', value: (row) => row.outcome ?? '' },
            ]),
        );
        // Once it is told: what is read twice does no harm, what is missed does.
        if (file !== undefined) await writeCheckpoint(file, checkpoint);
        return exitCodes.done;
    });
}

/** What has come until the limit is reached or nothing has come for a while. */
async function untilIdle(
    open: (signal: AbortSignal) => AsyncIterable<VehicleChanges>,
    { limit, idle }: ChangesOptions,
): Promise<readonly VehicleChanges[]> {
    const ending = new AbortController();
    const end = (): void => {
        ending.abort();
    };
    const read: VehicleChanges[] = [];
    let timer = setTimeout(end, idle * 1_000);
    try {
        for await (const changes of open(ending.signal)) {
            clearTimeout(timer);
            read.push(changes);
            if (read.length >= limit) break;
            timer = setTimeout(end, idle * 1_000);
        }
        return read;
    } finally {
        clearTimeout(timer);
    }
}

function rowsOf({ changes, blockNumber, transactionId }: VehicleChanges): readonly ChangeRow[] {
    return changes.map((change) => ({ ...change, blockNumber: blockNumber.toString(), transactionId }));
}

async function readCheckpoint(file: string | undefined): Promise<EventCheckpoint | undefined> {
    if (file === undefined) return undefined;
    const text = await readTextIfAny(file);
    if (text === undefined) return undefined;
    return madeOf(file, () => {
        const { blockNumber, transactionId } = JSON.parse(text) as Partial<EventCheckpoint>;
        if (!/^\d+$/u.test(blockNumber ?? '')) throw new TypeError('it is no checkpoint');
        return { blockNumber: blockNumber ?? '', ...(transactionId === undefined ? {} : { transactionId }) };
    });
}

async function writeCheckpoint(file: string, checkpoint: EventCheckpoint): Promise<void> {
    await writeFile(`${file}.new`, `${JSON.stringify(checkpoint)}\n`);
    await rename(`${file}.new`, file);
}

function countValue(text: string): number {
    if (!/^[1-9]\d{0,5}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 999999.');
    return Number(text);
}
