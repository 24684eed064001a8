import { Option, type Command } from 'commander';

import type { Quartier } from '../quartier.js';
import type { ConnectionOptions } from '../gateway/index.js';

import type { ExitCode } from './exit-codes.js';
import type { Output } from './output.js';

/** What a command works with. */
export interface Session {
    readonly output: Output;
    /** Connects on first use; closed when the command ends. */
    readonly connect: () => Promise<Quartier>;
    /** Opens another connection each time, which its caller closes. */
    readonly open: (options?: Pick<ConnectionOptions, 'deadlines' | 'retry' | 'connectMs'>) => Promise<Quartier>;
}

/** Runs a command's work in a session and keeps its exit code. */
export type Runner = (command: Command, work: (session: Session) => Promise<ExitCode>) => Promise<void>;

/** Options that every command takes, before or after its own. */
export interface CommonOptions {
    readonly profile?: string;
    readonly msp?: string;
    readonly channel?: string;
    /** Where the command is of no area by itself. */
    readonly area?: string;
    readonly json?: boolean;
    readonly language?: 'en' | 'fr';
}

/** A command of a noun, with the options that every command takes. */
export function addCommand(parent: Command, usage: string, description: string): Command {
    return addCommonOptions(parent.command(usage).description(description));
}

export function addCommonOptions(command: Command): Command {
    return command
        .addOption(
            new Option('--profile <path>', 'Fabric connection profile of your organisation (or QUARTIER_PROFILE)'),
        )
        .addOption(new Option('--msp <folder>', 'MSP folder to act with, instead of the one in the profile'))
        .addOption(new Option('--channel <name>', 'channel, where the profile has the area on several'))
        .addOption(new Option('--json', 'print the result as one line of JSON'))
        .addOption(new Option('--language <language>', 'of refusals').choices(['en', 'fr']));
}

/** The area that a command is of: `energy` of `quartier energy price set`, unless it says. */
export function areaOf(command: Command): string {
    let noun = command;
    while (noun.parent !== null && noun.parent.parent !== null) noun = noun.parent;
    return command.optsWithGlobals<CommonOptions>().area ?? noun.name();
}

/** How to connect, from the options and the environment. */
export function connectionOptions(
    area: string,
    { msp, channel }: CommonOptions,
    environment: Readonly<Record<string, string | undefined>>,
): ConnectionOptions {
    const library = environment['QUARTIER_PKCS11_LIBRARY'];
    const pkcs11 =
        library === undefined
            ? undefined
            : {
                  library,
                  label: environment['QUARTIER_PKCS11_TOKEN'] ?? '',
                  pin: environment['QUARTIER_PKCS11_PIN'] ?? '',
              };
    return {
        ...(msp === undefined ? {} : { mspPath: msp }),
        ...(channel === undefined ? {} : { channels: { [area]: channel } }),
        ...(pkcs11 === undefined ? {} : { pkcs11 }),
    };
}
