/** What each kind of event takes: who may record it, in which state of the vehicle, with which reading. Total tables. */
import { Refused } from '../wire/index.js';
import type { EventContent, Reading } from './events.js';
import { requireWithinCapacity } from './odometer.js';
import { vehicleRoles, type PassportState, type VehicleRole } from './records.js';
import type { VehicleCategory, VehicleDescription } from './vehicle-description.js';

type Kind = EventContent['kind'];

const { maker, garage, inspection, authority, registrar } = vehicleRoles;
const workshop = [garage, maker];
const anyone = [authority, inspection, maker, garage, registrar];

/** A reading depends on its source and a replacement on whether it attests another; see {@link rolesFor}. */
const roles: Readonly<Record<Kind, readonly VehicleRole[]>> = {
    reading: [garage, registrar],
    service: workshop,
    repair: workshop,
    tyres: workshop,
    'accident-repaired': workshop,
    'odometer-replaced': workshop,
    'odometer-rolled-over': workshop,
    inspection: [inspection],
    'accident-assessed': [inspection],
    'fit-for-road': [inspection],
    'accident-declared': [garage, inspection, authority],
    'recall-opened': [maker],
    'recall-closed': [maker],
    pledged: [authority],
    'pledge-released': [authority],
    stolen: [authority],
    found: [authority],
    exported: [authority],
    returned: [authority],
    scrapped: [authority],
    'clone-suspected': anyone,
    'holder-offered': [registrar],
    'holder-offer-withdrawn': [registrar],
    'holder-changed': [registrar],
    'holder-claimed': [registrar],
    correction: anyone,
    'correction-confirmed': anyone,
};

/** The roles of which an organisation needs one to record an event. */
export function rolesFor(content: EventContent): readonly VehicleRole[] {
    if (content.kind === 'reading' && content.source === 'connected') return [maker];
    if (content.kind === 'odometer-replaced' && content.attests !== undefined) return [garage, maker, inspection];
    return roles[content.kind];
}

/** @throws Refused VEHICLE_ROLE_MISSING */
export function requireAuthor(content: EventContent, mspId: string, held: readonly string[]): void {
    const needed = rolesFor(content);
    if (needed.some((role) => held.includes(role))) return;
    throw new Refused('VEHICLE_ROLE_MISSING', { mspId, kind: content.kind, roles: [...needed] });
}

const used: readonly PassportState[] = ['in-use'];
const notScrapped: readonly PassportState[] = ['in-use', 'stolen', 'exported'];
const always: readonly PassportState[] = ['in-use', 'stolen', 'exported', 'scrapped'];

/** What is seen of a stolen or exported vehicle is recorded; what changes rights to it waits until it is back. */
const states: Readonly<Record<Kind, readonly PassportState[]>> = {
    reading: notScrapped,
    service: notScrapped,
    repair: notScrapped,
    tyres: notScrapped,
    inspection: notScrapped,
    'odometer-replaced': notScrapped,
    'odometer-rolled-over': notScrapped,
    'accident-declared': notScrapped,
    'accident-assessed': notScrapped,
    'accident-repaired': notScrapped,
    'fit-for-road': notScrapped,
    'recall-opened': notScrapped,
    'recall-closed': notScrapped,
    'clone-suspected': notScrapped,
    'pledge-released': notScrapped,
    'holder-offer-withdrawn': notScrapped,
    scrapped: notScrapped,
    pledged: used,
    stolen: used,
    exported: used,
    'holder-offered': used,
    'holder-changed': used,
    'holder-claimed': used,
    found: ['stolen'],
    returned: ['exported'],
    correction: always,
    'correction-confirmed': always,
};

const changesHands: readonly Kind[] = ['holder-offered', 'holder-changed', 'holder-claimed'];

/** @throws Refused VEHICLE_SCRAPPED; VEHICLE_STOLEN; VEHICLE_STATE_FORBIDS */
export function requireState(kind: Kind, state: PassportState): void {
    if (states[kind].includes(state)) return;
    if (state === 'scrapped') throw new Refused('VEHICLE_SCRAPPED', { kind });
    if (state === 'stolen' && changesHands.includes(kind)) throw new Refused('VEHICLE_STOLEN', { kind });
    throw new Refused('VEHICLE_STATE_FORBIDS', { kind, state });
}

/**
 * `figure`: what the odometer shows is what the event is about. `look`: somebody stood before it, so says what it showed
 * or that it could not be read. After RDW, which since 2020 takes no repair, maintenance or tyres without a reading.
 */
const readings: Readonly<Record<Kind, 'figure' | 'look' | 'optional' | 'none'>> = {
    reading: 'figure',
    'odometer-replaced': 'figure',
    'odometer-rolled-over': 'figure',
    service: 'look',
    repair: 'look',
    tyres: 'look',
    inspection: 'look',
    'holder-changed': 'look',
    'accident-declared': 'optional',
    'accident-assessed': 'optional',
    'accident-repaired': 'optional',
    'fit-for-road': 'optional',
    'recall-closed': 'optional',
    'holder-claimed': 'optional',
    found: 'optional',
    exported: 'optional',
    returned: 'optional',
    scrapped: 'optional',
    correction: 'optional',
    'recall-opened': 'none',
    pledged: 'none',
    'pledge-released': 'none',
    stolen: 'none',
    'clone-suspected': 'none',
    'holder-offered': 'none',
    'holder-offer-withdrawn': 'none',
    'correction-confirmed': 'none',
};

const withoutOdometer: readonly VehicleCategory[] = ['trailer', 'bike', 'scooter'];

/**
 * @throws Refused VEHICLE_READING_MISSING; VEHICLE_READING_NOT_EXPECTED; VEHICLE_ODOMETER_EXPECTED;
 *   VEHICLE_READING_ABOVE_CAPACITY
 */
export function requireReading(kind: Kind, reading: Reading | undefined, description: VehicleDescription): void {
    const rule = readings[kind];
    if (reading === undefined) {
        if (rule === 'figure' || rule === 'look') throw new Refused('VEHICLE_READING_MISSING', { kind });
        return;
    }
    if (rule === 'none') throw new Refused('VEHICLE_READING_NOT_EXPECTED', { kind });
    if (rule === 'figure' && reading.status !== 'read') throw new Refused('VEHICLE_READING_MISSING', { kind });
    if (reading.status === 'no-odometer' && !withoutOdometer.includes(description.category))
        throw new Refused('VEHICLE_ODOMETER_EXPECTED', { category: description.category });
    requireWithinCapacity(reading, description);
}
