import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';

import { addConsultCommands } from './consult.js';
import { addProposeCommand } from './propose.js';
import { addVoteCommands } from './vote.js';

/** `quartier consortium`: what the organisations of an area decide together. */
export function addConsortiumCommands(program: Command, run: Runner): void {
    const consortium = program.command('consortium').description('Decisions of the organisations of an area');
    const add = (usage: string, description: string): Command =>
        addCommand(consortium, usage, description).requiredOption('--area <name>', 'area, such as energy');
    addProposeCommand(add, run);
    addVoteCommands(add, run);
    addConsultCommands(add, run);
}
