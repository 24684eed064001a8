/** The chaincodes that are a part of the peer itself. */
export const SYSTEM_CHAINCODES = ['qscc', 'cscc', '_lifecycle'] as const;

export type SystemChaincodeName = (typeof SYSTEM_CHAINCODES)[number];

export function isSystemChaincode(name: string): name is SystemChaincodeName {
    return SYSTEM_CHAINCODES.some((one) => one === name);
}
