export {
    holdingCredential,
    issuerOf,
    newCredentialId,
    passportCredential,
    type Credential,
    type CredentialIssuer,
    type CredentialOptions,
    type CredentialStatus,
    type HoldingSubject,
    type LedgerEvidence,
    type PassportSubject,
} from './credential.js';
export { refuseCredential, signCredential } from './jws.js';
export { credentialRefusals } from './refusals.js';
export { statusListCredential } from './status-list.js';
export { enterStatus, readRegister, withdrawStatus, type StatusRegister } from './status-register.js';
export { readTrustedRoots, rootsOfProfile, type TrustedRoot } from './trust.js';
export { verifyCredential, type Verification, type VerifiedCredential } from './verify.js';
