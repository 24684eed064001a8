import { setTimeout as sleep } from 'node:timers/promises';
import { messagesOf } from './gateway-messages.js';

const GIVEN_MS = 30_000;
const POLL_MS = 250;

/** What a network says that has only just started: peers do not know each other yet, or one is a block behind. */
const PASSING = [
    'UNAVAILABLE',
    'failed to find any endorsing peers',
    'no combination of peers can be derived',
    'no peers available to evaluate',
    'ProposalResponsePayloads do not match',
    'MVCC_READ_CONFLICT',
    'no Raft leader',
];

/** Tries again, for a while, what fails because the network has only just started. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + GIVEN_MS;
    for (;;) {
        try {
            return await attempt();
        } catch (error) {
            if (Date.now() > deadline || !isPassing(error)) throw error;
        }
        await sleep(POLL_MS);
    }
}

function isPassing(error: unknown): boolean {
    const messages = messagesOf(error);
    return PASSING.some((text) => messages.some((message) => message.includes(text)));
}
