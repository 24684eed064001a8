import { writeFile } from 'node:fs/promises';

import { InvalidArgumentError, Option, type Command } from 'commander';

import { type Point, type RiderActName, type RiderRole } from '@quartier/rules/mobility';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { readText, readTextIfAny } from '../../files/index.js';

import { newTelephone, telephoneOfKey, type Telephone } from '../carpool/index.js';

import { carpoolOf } from './carpool-session.js';
import { instantValue } from './options.js';

interface ActOptions {
    readonly campaign: string;
    readonly booking?: string;
    readonly phone: string;
    readonly as?: RiderRole;
    readonly place?: Point;
    readonly time?: number;
    readonly reason?: string;
}

interface Act {
    readonly act: RiderActName;
    readonly usage: string;
    readonly description: string;
    readonly isOfDriver?: true;
    readonly isOfRide?: true;
    readonly hasPlace?: true;
}

const ACTS: readonly Act[] = [
    {
        act: 'accept',
        usage: 'accept <ride>',
        description: 'The driver accepts: the fare is reserved',
        isOfDriver: true,
    },
    { act: 'decline', usage: 'decline <ride>', description: 'The driver declines', isOfDriver: true },
    {
        act: 'cancel',
        usage: 'cancel <ride>',
        description: 'A rider cancels a booking, for the fee that the offer states',
    },
    {
        act: 'giveUp',
        usage: 'give-up <ride>',
        description: 'The driver gives the whole ride up',
        isOfDriver: true,
        isOfRide: true,
    },
    { act: 'missing', usage: 'missing <ride>', description: 'The other did not come' },
    {
        act: 'start',
        usage: 'start <ride>',
        description: 'A telephone signs where and when the ride began',
        hasPlace: true,
    },
    { act: 'end', usage: 'end <ride>', description: 'A telephone signs where and when the ride ended', hasPlace: true },
    { act: 'confirm', usage: 'confirm <ride>', description: 'A rider confirms; with the second the driver is paid' },
];

export function addRideActCommands(ride: Command, run: Runner): void {
    for (const its of ACTS) addActCommand(ride, run, its);
    addCommand(ride, 'close <ride>', 'End a booking on which a rider is silent')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--booking <id>', 'booking')
        .action(async (rideId: string, { campaign, booking = '' }: ActOptions, command: Command) =>
            run(command, async (session) => {
                await (await carpoolOf(session)).closeBooking({ campaign, ride: rideId, booking });
                session.output.result({ ride: rideId, booking }, () => `${booking}: closed.`);
                return exitCodes.done;
            }),
        );
}

function addActCommand(ride: Command, run: Runner, its: Act): void {
    const command = addCommand(ride, its.usage, its.description)
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--phone <file>', 'key of the rider’s telephone for this ride, PEM')
        .option('--reason <text>', 'why');
    if (its.isOfRide !== true) command.requiredOption('--booking <id>', 'booking');
    if (its.isOfDriver !== true)
        command.addOption(
            new Option('--as <role>', 'whose telephone it is').choices(['driver', 'passenger']).makeOptionMandatory(),
        );
    if (its.hasPlace === true) {
        command.requiredOption('--place <lat,lon>', 'where; it is rounded to thousandths of a degree', placeValue);
        command.option('--time <time>', 'when (default: now)', instantValue);
    }
    command.action(async (rideId: string, options: ActOptions, itself: Command) =>
        run(itself, async (session) => {
            const { campaign, booking, phone, as: by = 'driver', place, time, reason } = options;
            const signed = (await telephoneOfFile(phone)).say({
                campaign,
                ride: rideId,
                act: its.act,
                by,
                ...(booking === undefined ? {} : { booking }),
                ...(place === undefined ? {} : { place }),
                ...(time === undefined ? {} : { time }),
                ...(reason === undefined ? {} : { reason }),
            });
            await (await carpoolOf(session)).act(signed);
            session.output.result(signed, () => `${rideId}: ${its.act}.`);
            return exitCodes.done;
        }),
    );
}

/** The telephone whose key is in a file; `make` writes a new one there where there is none. */
export async function telephoneOfFile(file: string, make = false): Promise<Telephone> {
    const pem = make ? await readTextIfAny(file) : await readText(file);
    if (pem === undefined) {
        const telephone = newTelephone();
        await writeFile(file, telephone.privateKey(), { mode: 0o600 });
        return telephone;
    }
    try {
        return telephoneOfKey(pem);
    } catch {
        throw new UsageError(`${file} is no private key in PEM.`);
    }
}

/** `45.76,4.859` in degrees. */
export function placeValue(text: string): Point {
    const found = /^(-?\d{1,2}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?)$/u.exec(text);
    if (found === null) throw new InvalidArgumentError('It must be latitude and longitude in degrees: 45.76,4.859.');
    const microDegrees = (degrees = ''): number => Math.round(Number(degrees) * 1_000_000);
    return { latMicroDeg: microDegrees(found[1]), lonMicroDeg: microDegrees(found[2]) };
}
