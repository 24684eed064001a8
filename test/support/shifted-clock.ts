/** Loaded before a program: its clock is ahead by the milliseconds that the environment says. */
const ahead = Number(process.env['QUARTIER_CLOCK_AHEAD_MS'] ?? '0');
const TrueDate = Date;

class ShiftedDate extends TrueDate {
    constructor(...parts: readonly unknown[]) {
        if (parts.length === 0) super(TrueDate.now() + ahead);
        else super(...(parts as [number]));
    }

    static override now(): number {
        return TrueDate.now() + ahead;
    }
}

globalThis.Date = ShiftedDate as unknown as DateConstructor;
