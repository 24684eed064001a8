import type { Command } from 'commander';

import type { Runner } from '../../cli/command.js';

import { addCommunityCommands } from './community.js';
import { addDayCommands } from './day.js';
import { addImportCommand } from './import.js';
import { addMemberCommands } from './member.js';
import { addPriceCommands } from './price.js';
import { addSettleCommand } from './settle.js';
import { addStatementCommands } from './statement.js';
import { addSuppliesCommand } from './supplies.js';

/** `quartier energy`: communities that share local production. */
export function addEnergyCommands(program: Command, run: Runner): void {
    const energy = program.command('energy').description('Communities that share local production');
    addCommunityCommands(energy, run);
    addPriceCommands(energy, run);
    addMemberCommands(energy, run);
    addImportCommand(energy, run);
    addSettleCommand(energy, run);
    addDayCommands(energy, run);
    addStatementCommands(energy, run);
    addSuppliesCommand(energy, run);
}
