import { Refused } from '@quartier/rules/wire';
import { expect } from 'chai';

/** The refusal that an action ends in; fails where it ends otherwise. */
export function refusalOf(action: () => unknown): { readonly code: string; readonly details: unknown } {
    try {
        action();
    } catch (error) {
        if (error instanceof Refused) return { code: error.code, details: error.details };
        throw error;
    }
    return expect.fail('nothing was refused');
}
