import type { Status, Transaction } from '@hyperledger/fabric-gateway';

/**
 * Sends transactions one right after the other and gives their outcomes.
 * @throws {Error} when they did not come into one block, in this order
 */
export async function inOneBlock(transactions: readonly Transaction[]): Promise<readonly Status[]> {
    const commits = [];
    for (const transaction of transactions) {
        commits.push(await transaction.submit());
    }
    const outcomes = await Promise.all(commits.map((commit) => commit.getStatus()));
    const blocks = new Set(outcomes.map(({ blockNumber }) => blockNumber));
    if (blocks.size > 1) {
        throw new Error(`the transactions came into ${blocks.size} blocks`);
    }
    return outcomes;
}
