import type { PassportRecord, StoredReading } from '@quartier/rules/vehicle';

/** A passport as a member reads it, sold with 180,000 km and serviced with 90,000. */
export function passportRecord(changes: Partial<PassportRecord> = {}): PassportRecord {
    const author = 'GarageMSP';
    const reading = (number: number, day: string, value: number): StoredReading => ({
        event: `${author}:WO-${String(number)}`,
        number,
        day,
        value,
        unit: 'km',
        author,
        kind: 'service',
    });
    return {
        passport: 'Vs0BCdEFghIJklMNopQR12',
        description: {
            category: 'car',
            make: 'Citroën',
            model: 'C3',
            energy: 'petrol',
            produced: '2020-01-10',
            odometerUnit: 'km',
        },
        origin: 'birth',
        registeredBy: 'MakerMSP',
        registeredAt: 1_700_000_000,
        state: 'in-use',
        holders: 1,
        holder: 'a'.repeat(64),
        pledges: [],
        openRecalls: [],
        root: 'b'.repeat(64),
        link: 'c'.repeat(64),
        eventCount: 2,
        events: [],
        pages: [],
        corrections: [],
        readings: [reading(1, '2023-05-01', 180_000), reading(2, '2024-05-01', 90_000)],
        judgement: {
            outcome: 'illogical',
            reason: 'LOWER_READING',
            rdwCode: '04',
            pairs: [{ earlier: `${author}:WO-1`, later: `${author}:WO-2` }],
            flags: [],
        },
        ...changes,
    };
}
