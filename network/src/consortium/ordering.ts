import type { Consortium } from './definition.js';

/** The organisation that runs the ordering service, a member of no area. */
export interface OrderingOrganisation {
    readonly mspId: string;
    readonly domain: string;
    /** Host names. */
    readonly orderers: readonly string[];
}

/** The consortium's name is the domain of its ordering organisation, which has one orderer. */
export function orderingOrganisation(consortium: Pick<Consortium, 'name'>): OrderingOrganisation {
    return { mspId: 'OrdererMSP', domain: consortium.name, orderers: [`orderer0.${consortium.name}`] };
}
