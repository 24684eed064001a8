import type { Command } from 'commander';

import type { Runner } from '../../cli/command.js';

import { addIncentiveCommands } from './incentive.js';
import { addNetCommand } from './net.js';

/** `quartier mobility`: shared rides, and what operators and councils owe each other for them. */
export function addMobilityCommands(program: Command, run: Runner): void {
    const mobility = program.command('mobility').description('Shared rides, and what is owed for them');
    addIncentiveCommands(mobility, run);
    addNetCommand(mobility, run);
}
