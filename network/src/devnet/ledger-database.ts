import type { ClassicLevel } from 'classic-level';

/** The LevelDB of one channel. */
export type LedgerDatabase = ClassicLevel<Buffer, Buffer>;
