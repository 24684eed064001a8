import { normaliseVin, vinFault, type VehicleIdentity, type VinRule } from '@quartier/rules/vehicle';

/** What a reader filled in, as it stands in the form. */
export interface LookUpForm {
    readonly vin: string;
    readonly manufacturer: string;
    readonly serial: string;
}

export const emptyForm: LookUpForm = { vin: '', manufacturer: '', serial: '' };

export type LookUpFault =
    { readonly fault: 'missing' } | { readonly fault: 'vin'; readonly rule: VinRule; readonly length: number };

/** Longer texts are no numbers of vehicles. */
const LONGEST = 64;

/** From the body of a form or of JSON; what is no text counts as not filled in. */
export function lookUpForm(body: unknown): LookUpForm {
    const members = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
    const textAt = (name: string): string => {
        const value = members[name];
        return typeof value === 'string' ? value.trim().slice(0, LONGEST) : '';
    };
    return { vin: textAt('vin'), manufacturer: textAt('manufacturer'), serial: textAt('serial') };
}

/** Which vehicle is meant, or what is wrong. Dashes and dots that people put into a VIN do not count. */
export function identityOf({ vin, manufacturer, serial }: LookUpForm): VehicleIdentity | LookUpFault {
    if (vin !== '') {
        const normalised = normaliseVin(vin.replace(/[-.\t]/gu, ''));
        const rule = vinFault(normalised);
        if (rule !== undefined) return { fault: 'vin', rule, length: normalised.length };
        return { kind: 'vin', vin: normalised };
    }
    if (manufacturer === '' || serial === '') return { fault: 'missing' };
    return { kind: 'serial', manufacturer, serial };
}
