import type { Command } from 'commander';

import { collected } from '../../cli/collected.js';
import type { Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';

import { standingOf } from '../standing.js';

import { addVehicleCommand, namedPassport, namedVehicle, type NamingOptions } from './naming.js';
import { eventTable, passportText } from './passport-text.js';

export function addShowCommands(vehicle: Command, run: Runner): void {
    addVehicleCommand(vehicle, 'show', 'Show a passport: its state, its judgement and what it stands on').action(
        (vin: string | undefined, options: NamingOptions, command: Command) => show(run, command, vin, options),
    );
    addVehicleCommand(vehicle, 'history', 'List every event of a passport, oldest first').action(
        (vin: string | undefined, options: NamingOptions, command: Command) => history(run, command, vin, options),
    );
    addVehicleCommand(vehicle, 'notes', 'Show the notes of workshops, which members alone can read').action(
        (vin: string | undefined, options: NamingOptions, command: Command) => notes(run, command, vin, options),
    );
}

async function show(run: Runner, command: Command, vin: string | undefined, options: NamingOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, options);
        const { vehicle } = await connect();
        const record = await namedPassport(vehicle, named);
        const standing = await standingOf(vehicle, record);
        const place =
            standing === undefined ? {} : { standing: { ...standing, blockNumber: standing.blockNumber.toString() } };
        output.result({ ...record, ...place }, () => {
            const stands =
                standing === undefined
                    ? []
                    : [`Stands on   transaction ${standing.transactionId}, block ${standing.blockNumber.toString()}`];
            return [passportText(record), ...stands].join('\n');
        });
        return exitCodes.done;
    });
}

async function history(run: Runner, command: Command, vin: string | undefined, options: NamingOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, options);
        const { vehicle } = await connect();
        const passport = named.passport ?? (await namedPassport(vehicle, named)).passport;
        const events = await collected(vehicle.history(passport));
        output.result({ passport, events }, () => eventTable(events));
        return exitCodes.done;
    });
}

async function notes(run: Runner, command: Command, vin: string | undefined, options: NamingOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, options);
        const { vehicle } = await connect();
        const passport = named.passport ?? (await namedPassport(vehicle, named)).passport;
        const found = await vehicle.notes(passport);
        output.result({ passport, ...found }, () =>
            found.notes.map(({ event, note }) => `${event}\n${note}`).join('\n\n'),
        );
        return exitCodes.done;
    });
}
