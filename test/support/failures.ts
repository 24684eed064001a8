import { CommitError, GatewayError } from '@hyperledger/fabric-gateway';

/** A failed call, as its gateway client saw it. */
export interface Failure {
    readonly message: string;
    /** gRPC status number, or the validation code of a transaction that was committed invalid. */
    readonly code: number;
    readonly details: readonly string[];
}

/** The failure of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
    try {
        await call;
    } catch (error) {
        if (error instanceof CommitError) {
            return { message: error.message, code: error.code, details: [] };
        }
        if (error instanceof GatewayError) {
            return { message: error.message, code: error.code, details: error.details.map(({ message }) => message) };
        }
        throw error;
    }
    throw new Error('the call was expected to fail');
}
