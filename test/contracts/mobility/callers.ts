import type { Row } from '../../support/role-table.js';

/** Who calls in the tables of the mobility area: an operator and the council, and people of theirs without the attribute. */
export const callers = {
    metro: ['metro', 'backoffice'],
    council: ['council', 'backoffice'],
    metroClerk: ['metro', 'clerk'],
    metroResident: ['metro', 'resident'],
    metroAdmin: ['metro', 'Admin'],
    councilClerk: ['council', 'clerk'],
} as const;
export type MobilityCaller = keyof typeof callers;
export type MobilityRow = Row<MobilityCaller>;

const ATTRIBUTE = 'CONSORTIUM_ATTRIBUTE_MISSING';
const ROLE = 'CONSORTIUM_ROLE_MISSING';
const ADMIN = 'CONSORTIUM_ADMIN_REQUIRED';

/** The tables tell who gets past the roles: a refusal of the area's rules is none of theirs. */
export function beyondRoles(outcome: string): string {
    return outcome.startsWith('MOBILITY_') ? 'allowed' : outcome;
}

export const byOperators: MobilityRow = {
    metro: 'allowed',
    council: ROLE,
    metroClerk: ATTRIBUTE,
    metroResident: ATTRIBUTE,
    metroAdmin: ATTRIBUTE,
    councilClerk: ROLE,
};
export const byCouncil: MobilityRow = {
    metro: ROLE,
    council: 'allowed',
    metroClerk: ROLE,
    metroResident: ROLE,
    metroAdmin: ROLE,
    councilClerk: ATTRIBUTE,
};
export const byAll: MobilityRow = {
    metro: 'allowed',
    council: 'allowed',
    metroClerk: 'allowed',
    metroResident: 'allowed',
    metroAdmin: 'allowed',
    councilClerk: 'allowed',
};
export const byVoters: MobilityRow = {
    ...byOperators,
    council: 'allowed',
    metroAdmin: 'allowed',
    councilClerk: ATTRIBUTE,
};
export const byAdministrators: MobilityRow = {
    metro: ADMIN,
    council: ADMIN,
    metroClerk: ADMIN,
    metroResident: ADMIN,
    metroAdmin: 'allowed',
    councilClerk: ADMIN,
};
