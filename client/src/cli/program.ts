import { Command, CommanderError } from 'commander';

import { addConsortiumCommands } from '../consortium/commands/index.js';
import { addEnergyCommands } from '../energy/commands/index.js';
import { addMobilityCommands } from '../mobility/commands/index.js';
import { addVehicleCommands } from '../vehicle/commands/index.js';
import { version } from '../../package.json';
import { connect, type Quartier } from '../quartier.js';
import { addServeCommand } from '../server/command.js';

import {
    addCommonOptions,
    areaOf,
    connectionOptions,
    type CommonOptions,
    type Runner,
    type Session,
} from './command.js';
import { exitCodes, exitCodesHelp, type ExitCode } from './exit-codes.js';
import { reportFailure, UsageError } from './failure-report.js';
import { newOutput, type TextSink } from './output.js';

export interface ProgramContext {
    readonly stdout: TextSink;
    readonly stderr: TextSink;
    readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Runs the program `quartier` with its arguments; the exit code. */
export async function runProgram(argv: readonly string[], context: ProgramContext): Promise<ExitCode> {
    let exitCode: ExitCode = exitCodes.done;
    let options: CommonOptions = { ...(argv.includes('--json') ? { json: true } : {}) };

    const run: Runner = async (command, work) => {
        options = command.optsWithGlobals<CommonOptions>();
        const connection = lazyConnection(areaOf(command), options, context);
        try {
            exitCode = await work({ output: newOutput({ ...context, ...outputChoice(options) }), ...connection });
        } finally {
            await connection.close();
        }
    };

    try {
        await newProgram(run, context).parseAsync(argv, { from: 'user' });
        return exitCode;
    } catch (error) {
        if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
        return tell(error, options, context);
    }
}

function newProgram(run: Runner, { stdout, stderr }: ProgramContext): Command {
    const program = new Command('quartier')
        .description('Work of the members of a Quartier consortium')
        .version(version)
        .enablePositionalOptions()
        .exitOverride()
        .configureOutput({
            writeOut: (text) => stdout.write(text),
            writeErr: (text) => stderr.write(text),
            // Told by the failure report instead.
            outputError: () => undefined,
            getOutHasColors: () => false,
            getErrHasColors: () => stderr.isTTY === true,
        })
        .addHelpText('afterAll', exitCodesHelp);
    addCommonOptions(program);
    addEnergyCommands(program, run);
    addMobilityCommands(program, run);
    addVehicleCommands(program, run);
    addConsortiumCommands(program, run);
    addServeCommand(program, run);
    return program;
}

function lazyConnection(
    area: string,
    options: CommonOptions,
    { environment }: ProgramContext,
): Pick<Session, 'connect' | 'open'> & { readonly close: () => Promise<void> } {
    let opened: Promise<Quartier> | undefined;
    const open: Session['open'] = (more = {}) => {
        const profile = options.profile ?? environment['QUARTIER_PROFILE'];
        if (profile === undefined || profile === '') {
            throw new UsageError('Which organisation? Give --profile PATH, or set QUARTIER_PROFILE.');
        }
        return connect(profile, { ...connectionOptions(area, options, environment), ...more });
    };
    return {
        open,
        connect: () => {
            opened ??= open();
            return opened;
        },
        close: async () => {
            const quartier = await opened?.catch(() => undefined);
            quartier?.close();
        },
    };
}

function outputChoice({ json, language }: CommonOptions): { readonly json: boolean; readonly language: 'en' | 'fr' } {
    return { json: json === true, language: language ?? 'en' };
}

/** A refusal stands on stdout as JSON, or on stderr as a sentence with its code. */
function tell(error: unknown, options: CommonOptions, { stdout, stderr }: ProgramContext): ExitCode {
    const { json, language } = outputChoice(options);
    const { exitCode, code, details, message, stack } = reportFailure(error, language);
    if (json) stdout.write(`${JSON.stringify({ error: { code, details, message } })}\n`);
    else if (error instanceof CommanderError) stderr.write(usageText(error));
    else stderr.write(`${message} [${code}]\n`);
    if (stack !== undefined) stderr.write(`${stack}\n`);
    return exitCode;
}

/** Where a noun stands without a verb, its help is already there. */
function usageText({ code, message }: CommanderError): string {
    return code === 'commander.help' ? '' : `${message.replace(/^error: /u, '')}\nAdd --help to see how it is used.\n`;
}
