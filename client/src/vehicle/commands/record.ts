import { Option, type Command } from 'commander';

import { recordableKinds } from '@quartier/rules/vehicle';

import type { Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { dayValue } from '../../cli/option-values.js';

import { eventInput, type EventField, type EventFields } from '../event-input.js';
import { requireUnnamed } from '../identity-input.js';
import { readInput } from '../sentences.js';

import { addVehicleCommand, namedPassport, namedVehicle, today, type NamingOptions } from './naming.js';
import { judgementText } from './passport-text.js';

/** Options that are the fields of an event, under the same names. */
type RecordOptions = NamingOptions &
    Readonly<Partial<Record<Exclude<EventField, 'date' | 'work' | 'defects' | 'nextDueWork'>, string>>> & {
        readonly day?: string;
        readonly work?: readonly string[];
        readonly defect?: readonly string[];
        readonly nextDueWork?: readonly string[];
        readonly note?: string;
    };

export function addRecordCommand(vehicle: Command, run: Runner): void {
    addVehicleCommand(vehicle, 'record', 'Record one event of a vehicle')
        .addOption(new Option('--kind <kind>', 'of the event').choices(recordableKinds).makeOptionMandatory())
        .option('--event <id>', 'your own number of it (default: one that follows from what it says)')
        .option('--day <day>', 'when it was (default: today)', dayValue)
        .option('--odometer <figure>', 'what the odometer showed; unreadable, or none')
        .addOption(new Option('--unit <unit>', 'of the figure').choices(['km', 'mi', 'h']))
        .option('--source <source>', 'of a reading: connected, stock-intake, declared')
        .option('--work <text...>', 'what was done')
        .option('--next-due <day>', 'when the next work is due', dayValue)
        .option('--next-due-odometer <figure>', 'at which figure it is due')
        .option('--next-due-work <text...>', 'what is due')
        .option('--nature <nature>', 'of an inspection: periodic, complementary, retest, post-accident, voluntary')
        .option('--result <result>', 'of an inspection: passed, minor, major, dangerous')
        .option('--defect <code:severity...>', 'found by an inspection')
        .option('--valid-until <day>', 'of an inspection', dayValue)
        .option('--severity <severity>', 'of an accident: light, serious, structural')
        .option('--outcome <outcome>', 'of an assessment: repairable, total-loss')
        .option('--campaign <id>', 'of a recall')
        .option('--title <text>', 'of a recall')
        .option('--before <figure>', 'last figure of an odometer that was replaced')
        .option('--attests <event>', 'event of the other organisation that attests a replacement')
        .option('--pledge <id>', 'that is made or released')
        .option('--country <code>', 'of an export, two letters')
        .option('--evidence <sha256>', 'of the documents that prove it')
        .option('--latitude <degrees>', 'of the place, kept to tenths')
        .option('--longitude <degrees>', 'of the place, kept to tenths')
        .option('--note <text>', 'for members only, never public')
        .action((vin: string | undefined, options: RecordOptions, command: Command) =>
            record(run, command, vin, options),
        );
}

async function record(run: Runner, command: Command, vin: string | undefined, options: RecordOptions): Promise<void> {
    await run(command, async ({ connect, output }) => {
        const named = namedVehicle(vin, options);
        const event = readInput(() => eventInput(fieldsOf(options)));
        readInput(() => {
            requireUnnamed(named.identity, event);
        });
        const { vehicle } = await connect();
        const { note } = options;
        const { outcome, passport = '' } = await vehicle.record({
            ...named,
            event,
            ...(note === undefined ? {} : { note }),
        });
        const { judgement } = await namedPassport(vehicle, { passport });
        const id = `${vehicle.mspId}:${event.event}`;
        output.result({ passport, event: id, outcome, judgement }, () => {
            const done = outcome === 'unchanged' ? 'Stood already' : 'Recorded';
            return `${done}: ${event.content.kind} ${id}.\n${judgementText(judgement)}`;
        });
        return exitCodes.done;
    });
}

function fieldsOf(options: RecordOptions): EventFields {
    const { day, work, defect, nextDueWork, note: _, serial: _serial, passport: _passport, ...fields } = options;
    const lists = Object.entries({ work, defects: defect, nextDueWork }).flatMap(([field, texts]) =>
        texts === undefined ? [] : [[field, texts.join('|')] as const],
    );
    return { ...fields, date: day ?? today(), ...Object.fromEntries(lists) };
}
