/** Vehicles at the terminals of the sample consortium's organisations. */
import path from 'node:path';

import { readProfile } from '@quartier/client';
import type { PassportEvent, PassportRecord } from '@quartier/rules/vehicle';

import { onlyFile } from './msp-files.js';
import type { RunningNetwork } from './programs.js';

/** The maker's own codes, decided once on each network. */
const decided = new WeakMap<RunningNetwork, Promise<void>>();

export function decideCodes(network: RunningNetwork): Promise<void> {
    const known = decided.get(network) ?? propose(network);
    decided.set(network, known);
    return known;
}

async function propose(network: RunningNetwork): Promise<void> {
    const value = JSON.stringify({ MakerMSP: { wmi: ['VF7'], serials: ['CYC'] } });
    const subject = '--area vehicle --subject vehicle.manufacturers --from 2000-01-01';
    await network.office('maker').ask(`consortium propose makers-codes ${subject} --value ${value}`);
    await network.office('council').ask('consortium approve makers-codes --area vehicle');
}

let vehicles = 0;

/** A number that no other vehicle of the tests has. */
export function nextVin(maker = 'VF7'): string {
    vehicles += 1;
    return `${maker}SCA${String(vehicles).padStart(11, '0')}`;
}

export const FLEET_HEADER = 'vin,category,make,model,energy,produced,first registration,odometer,unit';

/** A line of a fleet file: a car of 2020. */
export function fleetLine(vin: string): string {
    return `${vin},car,Citroën,C3,petrol,2020-01-10,2020-02-01,12,km`;
}

/** Has the maker register cars; their VINs. */
export async function bornCars(network: RunningNetwork, count: number): Promise<readonly string[]> {
    await decideCodes(network);
    const vins = Array.from({ length: count }, () => nextVin());
    const file = network.write(`fleet-${vins[0] ?? ''}.csv`, [FLEET_HEADER, ...vins.map(fleetLine), ''].join('\n'));
    await network.office('maker').ask(`vehicle register ${file}`);
    return vins;
}

export async function bornCar(network: RunningNetwork): Promise<string> {
    return (await bornCars(network, 1))[0] ?? '';
}

export interface ShownPassport extends PassportRecord {
    readonly standing: {
        readonly channel: string;
        readonly transactionId: string;
        readonly blockNumber: string;
        readonly blockHash: string;
    };
}

export async function shown(network: RunningNetwork, vin: string, office = 'council'): Promise<ShownPassport> {
    return (await network.office(office).ask(`vehicle show ${vin}`)) as ShownPassport;
}

export async function historyOf(network: RunningNetwork, vin: string): Promise<readonly PassportEvent[]> {
    const { events } = (await network.office('council').ask(`vehicle history ${vin}`)) as {
        readonly events: readonly PassportEvent[];
    };
    return events;
}

/** File with the root certificate of the organisation of a profile. */
export async function rootOf(profile: string): Promise<string> {
    const { mspPath = '' } = await readProfile(profile);
    return onlyFile(path.join(mspPath, 'cacerts'));
}
