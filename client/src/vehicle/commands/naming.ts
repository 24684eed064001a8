import type { Command } from 'commander';

import type { EventRow, PassportRecord } from '@quartier/rules/vehicle';

import { addCommand } from '../../cli/command.js';
import { UsageError } from '../../cli/failure-report.js';

import type { VehicleClient } from '../client.js';
import { identityOf } from '../identity-input.js';
import { readInput } from '../sentences.js';

/** How a command names its vehicle beside the VIN. */
export interface NamingOptions {
    readonly serial?: string;
    readonly passport?: string;
}

/** A command of one vehicle: its VIN, or one of the two options. */
export function addVehicleCommand(parent: Command, name: string, description: string): Command {
    return addNaming(addCommand(parent, `${name} [vin]`, description));
}

export function addNaming(command: Command): Command {
    return command
        .option('--serial <maker:serial>', "instead of a VIN: the maker's code and serial number")
        .option('--passport <id>', 'instead of a VIN: the id of the passport');
}

/** What a request names: the passport, or what identifies the vehicle, whose rules are checked before anything is sent. */
export function namedVehicle(
    vin: string | undefined,
    { serial, passport }: NamingOptions,
): Pick<EventRow, 'identity' | 'passport'> {
    const given = [vin, serial, passport].filter((name) => name !== undefined).length;
    if (given !== 1) throw new UsageError('Which vehicle? Give its VIN, --serial MAKER:SERIAL or --passport ID.');
    if (passport !== undefined) return { passport };
    const naming = { ...(vin === undefined ? {} : { vin }), ...(serial === undefined ? {} : { serial }) };
    const identity = readInput(() => identityOf(naming));
    return identity === undefined ? {} : { identity };
}

/** The passport that a command names. */
export async function namedPassport(
    vehicle: Pick<VehicleClient, 'find' | 'passport'>,
    { identity, passport }: Pick<EventRow, 'identity' | 'passport'>,
): Promise<PassportRecord> {
    return identity === undefined ? vehicle.passport(passport ?? '') : vehicle.find(identity);
}

/** Today in UTC, by which the ledger counts its days. */
export function today(): string {
    return new Date().toISOString().slice(0, 10);
}
