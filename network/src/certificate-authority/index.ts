export { type Authorities, type AuthoritiesOptions, REGISTRAR_FILE, startAuthorities } from './start-authorities.js';
