import type { Command } from 'commander';

import type { Runner } from '../../cli/command.js';

import { addCertificateCommands } from './certificate.js';
import { addChangesCommand } from './changes.js';
import { addCorrectionCommands } from './correction.js';
import { addFleetCommands } from './fleet.js';
import { addHolderCommands } from './holder.js';
import { addImportCommand } from './import.js';
import { addQualityCommand } from './quality.js';
import { addRecordCommand } from './record.js';
import { addShowCommands } from './show.js';
import { addTransferCommands } from './transfer.js';
import { addVerifyCommand } from './verify.js';

/** `quartier vehicle`: passports of vehicles. */
export function addVehicleCommands(program: Command, run: Runner): void {
    const vehicle = program.command('vehicle').description('Passports of vehicles that nobody can falsify');
    addFleetCommands(vehicle, run);
    addShowCommands(vehicle, run);
    addRecordCommand(vehicle, run);
    addImportCommand(vehicle, run);
    addCorrectionCommands(vehicle, run);
    addTransferCommands(vehicle, run);
    addHolderCommands(vehicle, run);
    addQualityCommand(vehicle, run);
    addChangesCommand(vehicle, run);
    addCertificateCommands(vehicle, run);
    addVerifyCommand(vehicle, run);
}
