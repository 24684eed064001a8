/** The entry of the transient map that carries the private part of a request, in canonical JSON. */
export const PRIVATE_PART = 'private';
