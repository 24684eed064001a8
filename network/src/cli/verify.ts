import { Command } from 'commander';
import type { ChannelVerification, Problem } from '../verification/index.js';
import { exitCodesHelp } from './failure.js';
import { LedgerUnsound } from './ledger-unsound.js';
import type { Streams } from './streams.js';
import { DEFAULT_DATA } from './up.js';

interface VerifyCommandOptions {
    readonly data: string;
    readonly json?: boolean;
}

export function verifyCommand(streams: Streams): Command {
    return new Command('verify')
        .description(
            'Recompute the ledgers of a network that does not run, or of a copy of its data directory: hashes of blocks,\n' +
                'signatures of orderer, creators and endorsers, validation codes, state, private data. Ends with 0 when all\n' +
                'is sound, else with 1 and tells where it is not. An end that was cut off looks like a shorter ledger:\n' +
                "compare height and last header with another organisation's copy.",
        )
        .option('--data <dir>', 'the data directory of the network', DEFAULT_DATA)
        .option('--json', 'what was found as one line of JSON')
        .addHelpText('after', exitCodesHelp)
        .action(async (options: VerifyCommandOptions) => {
            await verify(options, streams);
        });
}

async function verify({ data, json }: VerifyCommandOptions, { stdout, stderr }: Streams): Promise<void> {
    const { verifyNetwork } = await import('../verification/index.js');
    const showsProgress = stderr.isTTY === true;
    const channels = await verifyNetwork({
        dataDir: data,
        ...(showsProgress ? { progress: (...at) => stderr.write(progressed(...at)) } : {}),
    });
    if (showsProgress) stderr.write(CLEAR_LINE);
    if (json !== true) stdout.write(channels.map(described).join(''));
    if (channels.some(({ problemCount }) => problemCount > 0)) throw new LedgerUnsound(channels);
    if (json === true) stdout.write(`${JSON.stringify({ sound: true, channels })}\n`);
}

const CLEAR_LINE = '\r\u001b[K';

function progressed(channel: string, block: number, height: number): string {
    return block % 20 === 0 ? `${CLEAR_LINE}${channel}: block ${String(block)} of ${String(height)}` : '';
}

function described(verified: ChannelVerification): string {
    const { channel, height, transactions, lastHeaderHash, problemCount, problems } = verified;
    const size = `${counted(height, 'block')}, ${counted(transactions, 'transaction')}, last header ${lastHeaderHash}`;
    const verdict = problemCount === 0 ? 'sound' : counted(problemCount, 'problem');
    const more = problemCount - problems.length;
    return [
        `${channel}: ${size}: ${verdict}`,
        ...problems.map(describedProblem),
        ...(more > 0 ? [`  and ${String(more)} more`] : []),
        '',
    ].join('\n');
}

const counted = (count: number, what: string): string => `${String(count)} ${what}${count === 1 ? '' : 's'}`;

function describedProblem({ code, block, transaction, message }: Problem): string {
    const place = [
        ...(block === undefined ? [] : [`block ${String(block)}`]),
        ...(transaction === undefined ? [] : [`transaction ${String(transaction)}`]),
    ].join(', ');
    return `  ${place === '' ? 'the ledger' : place}: ${message} (${code})`;
}
