const NAMES: readonly string[] = ['qscc', 'cscc', '_lifecycle'];

/** Whether a chaincode is a part of the peer itself. */
export function isSystemChaincode(name: string): boolean {
    return NAMES.includes(name);
}
