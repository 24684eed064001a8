import type { Organisation, PeerDefinition, UserDefinition } from './definition.js';
import { readAuthority } from './authority.js';
import { anyText, names } from './names.js';
import { entries, expectMembers, isGiven, member, type Place, readPort, report, text } from './place.js';

const BACK_OFFICE: UserDefinition = {
    name: 'backoffice',
    unit: 'client',
    attributes: { 'quartier.role': 'backoffice' },
};
const ADMIN: UserDefinition = { name: 'Admin', unit: 'admin', attributes: {} };

/** Reads the `organisations` of a definition: no two share a name, an MSP id, a domain, a host name or a port. */
export function readOrganisations(place: Place): readonly Organisation[] {
    const organisations = entries(place, names.organisation).map(([name, inner]) => readOrganisation(name, inner));
    if (organisations.length === 0) report(place, 'name at least one organisation');
    reportRepeated(place, organisations, 'mspId', (organisation) => [organisation.mspId]);
    reportRepeated(place, organisations, 'domain', (organisation) => [organisation.domain]);
    reportRepeated(place, organisations, 'peers', ({ peers }) => peers.map((peer) => peer.name));
    reportRepeated(place, organisations, 'peers', ({ peers }) =>
        peers.flatMap(({ port }) => (port === undefined ? [] : [`port ${String(port)}`])),
    );
    reportTakenPorts(place, organisations);
    return organisations;
}

function readOrganisation(name: string, place: Place): Organisation {
    expectMembers(place, ['mspId', 'domain', 'peers', 'users', 'ca']);
    const domain = text(member(place, 'domain'), names.domain);
    const ca = readAuthority(member(place, 'ca'), domain);
    return {
        name,
        mspId: text(member(place, 'mspId'), names.mspId),
        domain,
        peers: readPeers(member(place, 'peers'), domain),
        users: readUsers(member(place, 'users')),
        ...(ca && { ca }),
    };
}

function readPeers(place: Place, domain: string): readonly PeerDefinition[] {
    if (!isGiven(place)) return [{ name: `peer0.${domain}` }];
    const peers = entries(place, names.domain).map(([name, inner]) => {
        if (!name.endsWith(`.${domain}`))
            report(inner, `a peer's host name ends in its organisation's domain, .${domain}`);
        if (isGiven(inner)) expectMembers(inner, ['port']);
        return { name, ...readPort(inner) };
    });
    if (peers.length === 0) report(place, 'name at least one peer, or leave peers out to have one');
    return peers;
}

function readUsers(place: Place): readonly UserDefinition[] {
    if (!isGiven(place)) return [BACK_OFFICE, ADMIN];
    const users = entries(place, names.user).map(([name, inner]) => readUser(name, inner));
    if (!users.some((user) => user.unit === 'client')) {
        report(place, 'name at least one user of the unit client, or leave users out to have one');
    }
    return users.some((user) => user.name === ADMIN.name) ? users : [...users, ADMIN];
}

function readUser(name: string, place: Place): UserDefinition {
    if (!isGiven(place)) return { name, unit: name === ADMIN.name ? 'admin' : 'client', attributes: {} };
    expectMembers(place, ['unit', 'attributes']);
    const attributes = entries(member(place, 'attributes'), names.attribute);
    return {
        name,
        unit: readUnit(name, member(place, 'unit')),
        attributes: Object.fromEntries(attributes.map(([attribute, value]) => [attribute, text(value, anyText)])),
    };
}

function readUnit(name: string, place: Place): UserDefinition['unit'] {
    if (name === ADMIN.name) {
        if (isGiven(place) && place.value !== 'admin') report(place, 'Admin has the unit admin; choose another name');
        return 'admin';
    }
    if (!isGiven(place) || place.value === 'client') return 'client';
    if (place.value !== 'admin') report(place, `${JSON.stringify(place.value)} is not a unit; write client or admin`);
    return 'admin';
}

function reportRepeated(
    place: Place,
    organisations: readonly Organisation[],
    what: 'mspId' | 'domain' | 'peers',
    keysOf: (organisation: Organisation) => readonly string[],
): void {
    const owners = new Map<string, string>();
    for (const organisation of organisations) {
        for (const key of keysOf(organisation)) {
            const owner = owners.get(key);
            owners.set(key, organisation.name);
            if (owner === undefined || key === '') continue;
            report(
                member(member(place, organisation.name), what),
                `${key} belongs to ${owner} already; choose another`,
            );
        }
    }
}

/** Of the authorities' services; those of peers have been looked at. */
function reportTakenPorts(place: Place, organisations: readonly Organisation[]): void {
    const owners = new Map(organisations.flatMap(({ name, peers }) => peers.map(({ port }) => [port, name] as const)));
    for (const { name, ca } of organisations) {
        if (ca?.port === undefined) continue;
        const owner = owners.get(ca.port);
        owners.set(ca.port, name);
        if (owner === undefined) continue;
        const problem = `port ${String(ca.port)} belongs to ${owner} already; choose another`;
        report(member(member(place, name), 'ca'), problem);
    }
}
