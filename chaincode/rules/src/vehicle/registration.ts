/** Births and enrolments: the first head of a passport. */
import { utcDay } from '../units/index.js';
import { Refused } from '../wire/index.js';
import type { EventContext } from './event-context.js';
import type { PassportEvent, Reading } from './events.js';
import { eventIdOf } from './history.js';
import type { PassportId } from './identity.js';
import { manufacturerCovers } from './identity-text.js';
import { judge } from './judgement.js';
import { requireWithinCapacity } from './odometer.js';
import { append, chainContent } from './passport.js';
import type { Day, Manufacturers, PassportRecord } from './records.js';
import type { VehicleDescription } from './vehicle-description.js';
import type { NewVehicle } from './transactions.js';
import { requireDay } from './vehicle-days.js';

export type RegistrationContext = Pick<
    EventContext,
    'author' | 'recordedAt' | 'transactionId' | 'parameters' | 'hash'
> & {
    readonly origin: PassportRecord['origin'];
    /** The list in force; undefined where none is decided. Births alone ask. */
    readonly manufacturers: Manufacturers | undefined;
};

/** What was registered, without what identifies the vehicle. */
export type RegisteredContent = Omit<NewVehicle, 'identity'>;

export interface Registered {
    /** `unchanged`: the same vehicle stood already with the same content. */
    readonly outcome: 'recorded' | 'unchanged';
    readonly passport: PassportRecord;
}

/** Last part of the id of the first reading, which registration records as an event of its own. */
export const FIRST_READING = 'registration';

/**
 * Registers a vehicle, or finds that it is.
 * @param standing the passport that the vehicle already has
 * @throws Refused VEHICLE_MANUFACTURERS_UNDECIDED and VEHICLE_CODE_NOT_HELD of a birth; VEHICLE_DESCRIPTION_INVALID;
 *   VEHICLE_DAY_IN_FUTURE; VEHICLE_DAY_BEFORE_VEHICLE; VEHICLE_READING_ABOVE_CAPACITY; VEHICLE_PASSPORT_EXISTS
 */
export function registerVehicle(
    vehicle: NewVehicle,
    passport: PassportId,
    standing: PassportRecord | undefined,
    context: RegistrationContext,
): Registered {
    requireRegistrable(vehicle, context);
    const registered = newPassport(vehicle, passport, context);
    if (standing === undefined) return { outcome: 'recorded', passport: registered };
    if (standing.root === registered.root) return { outcome: 'unchanged', passport: standing };
    throw new Refused('VEHICLE_PASSPORT_EXISTS', { passport, registeredBy: standing.registeredBy });
}

/** @throws Refused as {@link registerVehicle}, but for VEHICLE_PASSPORT_EXISTS */
export function requireRegistrable(vehicle: NewVehicle, context: RegistrationContext): void {
    requireCode(vehicle, context);
    requireDescription(vehicle.description, context);
    const reading = firstReading(vehicle, context.origin);
    if (reading?.status !== 'read') return;
    requireDay(firstDay(vehicle, context), vehicle.description, context.recordedAt);
    requireWithinCapacity(reading, vehicle.description);
}

function requireCode({ identity }: NewVehicle, { origin, manufacturers, author }: RegistrationContext): void {
    if (origin === 'import') return;
    if (manufacturers === undefined)
        throw new Refused('VEHICLE_MANUFACTURERS_UNDECIDED', { subject: 'vehicle.manufacturers' });
    if (!manufacturerCovers(manufacturers, author, identity))
        throw new Refused('VEHICLE_CODE_NOT_HELD', { mspId: author });
}

function requireDescription(description: VehicleDescription, { origin, recordedAt }: RegistrationContext): void {
    const { produced, firstRegistration, purchased } = description;
    if (origin === 'birth' && produced === undefined) throw inconsistent('a birth states the day of production');
    if (origin === 'import' && produced !== undefined)
        throw inconsistent('the day of production is stated by its maker, at birth');
    for (const day of [produced, firstRegistration, purchased])
        if (day !== undefined) requireNotFuture(day, recordedAt);
    for (const day of [firstRegistration, purchased])
        if (produced !== undefined && day !== undefined && day < produced)
            throw inconsistent('it is registered or purchased before it is produced');
}

function requireNotFuture(day: Day, recordedAt: number): void {
    const today = utcDay(recordedAt);
    if (day > today) throw new Refused('VEHICLE_DAY_IN_FUTURE', { day, today });
}

function inconsistent(reason: string): Refused {
    return new Refused('VEHICLE_DESCRIPTION_INVALID', { reason });
}

/** The passport of a vehicle that was registered, before anything else is recorded. */
export function newPassport(
    vehicle: RegisteredContent,
    passport: PassportId,
    context: Omit<RegistrationContext, 'manufacturers'>,
): PassportRecord {
    const { description, holder } = vehicle;
    const { origin, author, recordedAt, parameters } = context;
    const reading = firstReading(vehicle, origin);
    const stated = { passport, description, origin, registeredBy: author, holder, reading, day: vehicle.readingDay };
    const root = context.hash(chainContent('', stated));
    const noOdometer = reading?.status === 'no-odometer';
    const head: PassportRecord = {
        passport,
        description,
        origin,
        registeredBy: author,
        registeredAt: recordedAt,
        state: 'in-use',
        ...(holder && { holder }),
        holders: holder === undefined ? 0 : 1,
        pledges: [],
        openRecalls: [],
        ...(noOdometer && { noOdometer }),
        root,
        link: root,
        eventCount: 0,
        events: [],
        pages: [],
        corrections: [],
        readings: [],
        judgement: judge({ readings: [], description, origin, noOdometer }, parameters),
    };
    if (reading?.status !== 'read') return head;
    return append(head, firstEvent(vehicle, reading, context), context).passport;
}

/** What the odometer showed at registration: nothing, at a birth that says nothing else. */
export function firstReading(
    { reading, description }: RegisteredContent,
    origin: PassportRecord['origin'],
): Reading | undefined {
    if (reading !== undefined || origin === 'import') return reading;
    return { status: 'read', value: 0, unit: description.odometerUnit };
}

function firstDay(
    { description, readingDay }: RegisteredContent,
    { recordedAt }: Pick<RegistrationContext, 'recordedAt'>,
): Day {
    return readingDay ?? description.produced ?? utcDay(recordedAt);
}

function firstEvent(
    vehicle: RegisteredContent,
    reading: Reading,
    context: Omit<RegistrationContext, 'manufacturers'>,
): PassportEvent {
    const { author, recordedAt, transactionId } = context;
    return {
        kind: 'reading',
        source: 'declared',
        event: eventIdOf(author, FIRST_READING),
        number: 1,
        day: firstDay(vehicle, context),
        reading,
        author,
        recordedAt,
        transactionId,
    };
}
