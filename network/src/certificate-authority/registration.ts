import { authenticated } from './authentication.js';
import type { Authority, Handler, ServiceRequest } from './authority.js';
import { newSecret, storedSecret } from './enrolment-secret.js';
import { mayGive, mayManage } from './registrar.js';
import type { Attribute, RegisteredIdentity } from './registry.js';
import { notAuthorized, ServiceError } from './service-error.js';

const MAX_ATTRIBUTES = 100;
/** The longest common name that RFC 5280 allows. */
const MAX_NAME = 64;
const MAX_SECRET = 1024;
const CONTROL = /\p{Cc}/u;

/** An MSP with node units finds no role in any other. */
const TYPES: readonly string[] = ['client', 'peer', 'admin', 'orderer'];

/** Lets somebody enrol, with the secret that is answered. */
export const register: Handler = async (authority, request) => {
    const { identity: registrar } = await authenticated(authority, request);
    const wanted = registrationOf(request, registrar);
    const { id, type, affiliation, given } = wanted;
    const isAllowed = mayManage(registrar, wanted) && mayGive(registrar, given);
    if (!isAllowed || !(await authority.registry.hasAffiliation(affiliation))) throw notAuthorized();
    const secret = request.content.text('secret', MAX_SECRET) ?? '';
    const chosen = secret === '' ? newSecret() : secret;
    await addIdentity(authority, {
        id,
        type,
        affiliation,
        attributes: [...fixedAttributes(wanted), ...given],
        maxEnrollments: wanted.maxEnrollments === 0 ? -1 : wanted.maxEnrollments,
        secret: await storedSecret(chosen),
    });
    return { secret: chosen };
};

type NewIdentity = Omit<RegisteredIdentity, 'enrollments' | 'failedAttempts' | 'isRevoked'>;

/** @throws {ServiceError} when there is one of that name */
export function addIdentity({ registry, exclusively }: Authority, identity: NewIdentity): Promise<void> {
    return exclusively(async () => {
        if ((await registry.identity(identity.id)) !== undefined) {
            throw new ServiceError(409, 'duplicateIdentity', `Identity '${identity.id}' is already registered`);
        }
        await registry.saveIdentity({ ...identity, enrollments: 0, failedAttempts: 0, isRevoked: false });
    });
}

/** The attributes that Fabric CA writes of its own accord into every enrolment certificate. */
export function fixedAttributes({
    id,
    type,
    affiliation,
}: Pick<RegisteredIdentity, 'id' | 'type' | 'affiliation'>): Attribute[] {
    return [
        { name: 'hf.EnrollmentID', value: id, ecert: true },
        { name: 'hf.Type', value: type, ecert: true },
        { name: 'hf.Affiliation', value: affiliation, ecert: true },
    ];
}

interface Registration extends Pick<RegisteredIdentity, 'id' | 'type' | 'affiliation' | 'maxEnrollments'> {
    readonly given: readonly Attribute[];
}

function registrationOf({ content }: ServiceRequest, registrar: RegisteredIdentity): Registration {
    const id = content.text('id', MAX_NAME) ?? '';
    const type = content.textOr('type', registrar.type);
    const affiliation = content.textOr('affiliation', registrar.affiliation);
    const maxEnrollments = content.wholeNumber('max_enrollments') ?? 0;
    const given = (content.list('attrs', MAX_ATTRIBUTES) ?? []).map((one) => ({
        name: one.textOr('name', ''),
        value: one.textOr('value', ''),
        ecert: one.flag('ecert'),
    }));
    const registration = { id, type, affiliation: affiliation === '.' ? '' : affiliation, maxEnrollments, given };
    const problem = problemOf(registration);
    if (problem === undefined) return registration;
    throw new ServiceError(400, 'badBody', `Registration of '${id}' failed: ${problem}`);
}

function problemOf({ id, type, maxEnrollments, given }: Registration): string | undefined {
    if (id === '' || CONTROL.test(id)) return 'it has no name, or one with control characters';
    if (!TYPES.includes(type)) return `its type must be one of ${TYPES.join(', ')}`;
    if (maxEnrollments < -1) return 'the number of enrollments must be -1 or more';
    return new Set(given.map(({ name }) => name)).size < given.length ? 'an attribute is named twice' : undefined;
}
