import type { common } from '@hyperledger/fabric-protos';
import { assembleBlock } from './block.js';
import type { Channel } from './channel.js';

/** A channel's block, or undefined when it is not yet there. */
export async function readBlock(channel: Channel, number: number): Promise<common.Block | undefined> {
    const frame = channel.store.blockFrame(number);
    return frame === undefined ? undefined : assembleBlock(frame, await channel.store.envelopes(number));
}

/** The channel's blocks from a number on, waiting for those to come, until the signal aborts. */
export async function* blocksFrom(channel: Channel, first: number, signal: AbortSignal): AsyncGenerator<common.Block> {
    for (let number = first; !signal.aborted;) {
        if (number < channel.store.height) {
            const block = await readBlock(channel, number);
            if (block === undefined) {
                throw new Error(`block ${number} is missing`);
            }
            yield block;
            number += 1;
        } else {
            await nextBlock(channel, signal);
        }
    }
}

function nextBlock(channel: Channel, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        const unsubscribe = channel.commits.onBlock(done);
        signal.addEventListener('abort', done, { once: true });
        function done(): void {
            unsubscribe();
            signal.removeEventListener('abort', done);
            resolve();
        }
    });
}
