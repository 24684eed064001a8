import {
    defaultJudgementParameters,
    judge,
    type Judged,
    type Judgement,
    type JudgementParameters,
    type ReadingUnit,
    type StoredReading,
    type VehicleDescription,
} from '@quartier/rules/vehicle';

export const car: VehicleDescription = {
    category: 'car',
    make: 'Renault',
    model: 'Zoé',
    energy: 'electric',
    odometerUnit: 'km',
};

/** `[day, figure, unit or more]`; the event is `e` and its place in the list from 1. */
export type Row = readonly [day: string, value: number, more?: ReadingUnit | Partial<StoredReading>];

/** Of three years, each as high as expected. */
export const rising: readonly Row[] = [
    ['2020-01-01', 0],
    ['2021-01-01', 15_000],
    ['2022-01-01', 30_000],
];

export function readingsOf(rows: readonly Row[]): readonly StoredReading[] {
    return rows.map(([day, value, more = 'km'], index) => ({
        event: `e${index + 1}`,
        number: index + 1,
        day,
        value,
        unit: 'km',
        author: 'GarageMSP',
        kind: 'service',
        ...(typeof more === 'string' ? { unit: more } : more),
    }));
}

export function judged(
    rows: readonly Row[],
    more: Partial<Judged> = {},
    parameters: Partial<JudgementParameters> = {},
): Judgement {
    const series: Judged = {
        readings: readingsOf(rows),
        description: car,
        origin: 'birth',
        noOdometer: false,
        ...more,
    };
    return judge(series, { ...defaultJudgementParameters, ...parameters });
}

/** `earlier>later` of each pair. */
export function pairsOf({ pairs }: Judgement): readonly string[] {
    return pairs.map(({ earlier, later }) => `${earlier}>${later}`);
}

/** `KIND:event,event` of each flag. */
export function flagsOf({ flags }: Judgement): readonly string[] {
    return flags.map(({ kind, events }) => `${kind}:${events.join(',')}`);
}

/** `outcome REASON code`, the code being the Dutch register's. */
export function says({ outcome, reason, rdwCode }: Judgement): string {
    return `${outcome} ${reason} ${rdwCode}`;
}
