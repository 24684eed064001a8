import { Refusal } from '@quartier/client';

/** The code and the details of the refusal that a call must end in. */
export async function refusalOfCall(
    call: Promise<unknown>,
): Promise<{ readonly code: string; readonly details: unknown }> {
    try {
        await call;
    } catch (error) {
        if (error instanceof Refusal) return { code: error.code, details: error.details };
        throw error;
    }
    throw new Error('the call was expected to be refused');
}

/** The code alone. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
    return (await refusalOfCall(call)).code;
}
