import { rememberedWindows, type WindowRecord } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { PublicState } from '../../ledger/index.js';
import { publicKinds, type CalendarWindow } from '../keys.js';

const CALENDAR = ['calendar'] as const;

/** Windows in order of time: all that are not settled or have debts that stay, and the last of the others. */
export async function readCalendar(state: PublicState): Promise<readonly CalendarWindow[]> {
    return (await state.get(publicKinds.calendar, CALENDAR))?.windows ?? [];
}

/**
 * Stores a window, and its state where batches of legs look.
 * @throws Refused MOBILITY_DEBTS_TOO_MANY
 */
export async function saveWindow(state: PublicState, record: WindowRecord): Promise<void> {
    await state.put(publicKinds.window, [record.window], record);
    const { window, from, to, graceSeconds, state: its, revision, defaulters, setAside } = record;
    const row: CalendarWindow = { window, from, to, graceSeconds, state: its, revision, defaulters, setAside };
    const before = await readCalendar(state);
    const at = before.findIndex((known) => known.window === window);
    const windows = at < 0 ? [...before, row] : before.with(at, row);
    await state.put(publicKinds.calendar, CALENDAR, { windows: rememberedWindows(windows) });
}

export async function loadWindow(state: PublicState, window: string): Promise<WindowRecord> {
    const record = await state.get(publicKinds.window, [window]);
    if (record === undefined) throw new Refused('MOBILITY_WINDOW_UNKNOWN', { window });
    return record;
}
