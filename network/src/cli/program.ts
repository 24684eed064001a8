import { Command, CommanderError } from 'commander';
import { chaincodeCommand } from './chaincode.js';
import { exitCodes, exitCodesHelp, failureOf } from './failure.js';
import { logsCommand } from './logs.js';
import { peerCommand } from './peer.js';
import { resetCommand } from './reset.js';
import { showCommand } from './show.js';
import type { Streams } from './streams.js';
import { upCommand } from './up.js';
import { verifyCommand } from './verify.js';

/** Runs `quartier-network` with these arguments; resolves to its exit code. */
export async function runProgram(args: readonly string[], streams: Streams): Promise<number> {
    const program = quartierNetwork(streams);
    try {
        await program.parseAsync([...args], { from: 'user' });
        return exitCodes.done;
    } catch (error) {
        return reported(error, args.includes('--json'), streams);
    }
}

function quartierNetwork(streams: Streams): Command {
    const program = new Command('quartier-network')
        .description('Run the peers of a Quartier consortium.')
        .addHelpText('after', exitCodesHelp);
    const commands = [
        ...[upCommand, showCommand, peerCommand, chaincodeCommand],
        ...[logsCommand, verifyCommand, resetCommand],
    ];
    for (const command of commands) program.addCommand(command(streams));
    for (const command of withInner(program)) {
        command
            .exitOverride()
            .showHelpAfterError('(--help tells more)')
            .configureOutput({
                writeOut: (text) => streams.stdout.write(text),
                writeErr: (text) => streams.stderr.write(text),
            });
    }
    return program;
}

function withInner(command: Command): readonly Command[] {
    return [command, ...command.commands.flatMap(withInner)];
}

function reported(error: unknown, json: boolean, { stdout, stderr }: Streams): number {
    const { exitCode, ...failure } = failureOf(error);
    if (exitCode === exitCodes.done) return exitCode;
    // Commander has told a mistake in the arguments by itself; with --json a program wants to read it as well.
    const isTold = error instanceof CommanderError && error.code.startsWith('commander.');
    if (json) stdout.write(`${JSON.stringify({ error: failure })}\n`);
    else if (!isTold) stderr.write(`quartier-network: ${failure.message}\n`);
    return exitCode;
}
