import type { Command } from 'commander';

import { addCommand, type Runner } from '../../cli/command.js';

import { importFleet } from '../import/index.js';

import { columnChoice, importWork, type ColumnOptions } from './import-output.js';

const COLUMNS = `
The file is CSV whose first line names its columns: vin (or serial, as MAKER:SERIAL), category, make, model, energy, and
where they are known produced, first registration, purchased, odometer unit, odometer capacity, odometer, reading day,
battery hash, battery Wh, holder (a commitment, see vehicle holder new). French names and words do as well.`;

export function addFleetCommands(vehicle: Command, run: Runner): void {
    addFleetCommand(vehicle, run, 'register', 'Register the new vehicles of a file, by their maker');
    addFleetCommand(vehicle, run, 'enrol', 'Enrol the vehicles of a file, which exist already, as a registrar');
}

function addFleetCommand(vehicle: Command, run: Runner, as: 'register' | 'enrol', description: string): void {
    addCommand(vehicle, `${as} <file>`, description)
        .option('--column <field=name...>', 'a column under another name, such as make=Constructeur')
        .addHelpText('after', COLUMNS)
        .action((file: string, { column }: ColumnOptions, command: Command) =>
            importWork(run, command, (options) => importFleet({ ...options, file, as, columns: columnChoice(column) })),
        );
}
