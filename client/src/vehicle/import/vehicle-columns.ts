import type { EventField } from '../event-input.js';
import type { VehicleField } from '../vehicle-input.js';

import type { ColumnNames } from './columns.js';

/** How a row says which vehicle it is of. */
export type NamingField = 'vin' | 'serial' | 'passport';
export type EventColumn = NamingField | EventField | 'note' | 'status';
export type FleetColumn = 'vin' | 'serial' | VehicleField;

const NAMING: ColumnNames<NamingField> = {
    vin: ['chassis', 'châssis', 'numéro de châssis', 'vehicle identification number', 'numéro VIN'],
    serial: ['serial number', 'numéro de série', 'n° de série'],
    passport: ['passeport', 'passport id'],
};

/** Columns of work orders and inspection results, in English and French. */
export const eventColumns: ColumnNames<EventColumn> = {
    ...NAMING,
    event: ['id', 'work order', 'order', 'ordre de réparation', 'n° OR', 'numéro'],
    status: ['statut', 'état'],
    kind: ['type', 'intervention'],
    date: ['day', 'jour'],
    odometer: ['odometer reading', 'mileage', 'kilométrage', 'compteur', 'relevé'],
    unit: ['unité', 'odometer unit'],
    source: ['origine'],
    work: ['works', 'travaux', 'prestations'],
    nature: ['nature du contrôle', 'test type'],
    result: ['résultat', 'test result'],
    defects: ['défauts', 'défaillances'],
    validUntil: ['valid until', 'expiry', 'valable jusqu’au', "valable jusqu'au", 'validité'],
    nextDue: ['next due', 'prochaine échéance', 'échéance'],
    nextDueOdometer: ['next due odometer', 'prochain kilométrage', 'échéance kilométrique'],
    nextDueWork: ['next due work', 'prochains travaux'],
    severity: ['gravité'],
    outcome: ['conclusion'],
    campaign: ['campagne'],
    title: ['titre', 'libellé'],
    before: ['old odometer', 'ancien compteur'],
    attests: ['atteste'],
    pledge: ['gage'],
    country: ['pays'],
    evidence: ['sha256', 'preuve', 'empreinte'],
    latitude: ['lat'],
    longitude: ['lon', 'lng'],
    note: ['notes', 'remark', 'remarque', 'commentaire', 'observations'],
};

/** Columns of a fleet: new vehicles, or vehicles that exist already. */
export const fleetColumns: ColumnNames<FleetColumn> = {
    vin: NAMING.vin,
    serial: NAMING.serial,
    category: ['catégorie', 'genre', 'vehicle category'],
    make: ['marque'],
    model: ['modèle'],
    energy: ['énergie', 'fuel', 'carburant'],
    produced: ['production', 'date de production', 'produit le'],
    firstRegistration: ['first registration', 'première immatriculation', '1re immatriculation'],
    purchased: ['purchase', 'date of purchase', 'achat', "date d'achat"],
    odometerCapacity: ['odometer capacity', 'capacité du compteur'],
    odometerUnit: ['odometer unit', 'unité du compteur', 'unit', 'unité'],
    batteryHash: ['battery hash', 'battery', 'batterie', 'empreinte batterie'],
    batteryWh: ['battery wh', 'capacité batterie'],
    odometer: ['odometer reading', 'mileage', 'kilométrage', 'compteur'],
    readingDay: ['reading day', 'date', 'jour', 'date du relevé'],
    holder: ['titulaire', 'commitment', 'engagement'],
};
