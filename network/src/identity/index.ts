export { certificateFile, KEY_FILE, ordererOrganisationFolders, peerOrganisationFolders } from './crypto-layout.js';
export type { OrganisationFolders } from './crypto-layout.js';
export { issueIdentities } from './issue-identities.js';
export { writeProfiles } from './connection-profile.js';
