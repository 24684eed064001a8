import type { Refused } from '@quartier/rules/wire';

/** What a decoder says is wrong, and where. */
export function reasonOf({ details, message }: Refused): string {
    const { reason } = details;
    return typeof reason === 'string' ? reason : message;
}
