/** What the programs end with. */
export const exitCodes = {
    done: 0,
    refused: 1,
    usage: 2,
    partlyRefused: 3,
    notConnected: 4,
    outcomeUnknown: 5,
    bug: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Of a list of which each row is done or refused by itself. */
export function exitCodeOf(rows: { readonly done: number; readonly refused: number }): ExitCode {
    if (rows.refused === 0) return exitCodes.done;
    return rows.done === 0 ? exitCodes.refused : exitCodes.partlyRefused;
}

export const exitCodesHelp = `
Exit codes:
  0   done
  1   refused: nothing was done
  2   usage: the command or an input file cannot be read
  3   partly refused: the rest is done
  4   no connection to the gateway
  5   outcome unknown, or found invalid on commit: send the same again
  70  a bug: please report it`;
