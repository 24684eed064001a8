import type { Consortium, PeerDefinition } from './definition.js';
import { names } from './names.js';
import { expectMembers, isGiven, member, type Place, readPort, report, text } from './place.js';

/** The organisation that runs the ordering service, a member of no area. */
export interface OrderingOrganisation {
    readonly mspId: string;
    readonly domain: string;
    /** Host names. */
    readonly orderers: readonly string[];
}

type Ordered = Pick<Consortium, 'name' | 'orderer'>;

/** The consortium's name is the domain of its ordering organisation, which has one orderer. */
export function orderingOrganisation(consortium: Ordered): OrderingOrganisation {
    return { mspId: 'OrdererMSP', domain: consortium.name, orderers: [ordererHost(consortium)] };
}

/** The orderer's host name. */
export function ordererHost({ name, orderer }: Ordered): string {
    return orderer?.name ?? `orderer0.${name}`;
}

/** Reads the `orderer` of a definition: a host name and a port of its own choice, either of which may be left out. */
export function readOrderer(place: Place, domain: string): PeerDefinition | undefined {
    if (!isGiven(place)) return undefined;
    expectMembers(place, ['name', 'port']);
    const given = member(place, 'name');
    const name = isGiven(given) ? text(given, names.domain) : ordererHost({ name: domain });
    if (!name.endsWith(`.${domain}`))
        report(given, `the orderer's host name ends in the consortium's name, .${domain}`);
    return { name, ...readPort(place) };
}
