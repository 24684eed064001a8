import type { ZoneTable } from '@quartier/rules/units';

export function utc(text: string): number {
    return Date.parse(`${text}Z`) / 1000;
}

/** Europe/Paris from 2013 to 2016: summer time begins and ends at 01:00 UTC on the last Sundays of March and October. */
export const paris: ZoneTable = {
    zone: 'Europe/Paris',
    from: utc('2012-12-31T23:00:00'),
    until: utc('2016-12-31T23:00:00'),
    transitions: [
        { at: utc('2012-12-31T23:00:00'), offsetSeconds: 3_600 },
        { at: utc('2013-03-31T01:00:00'), offsetSeconds: 7_200 },
        { at: utc('2013-10-27T01:00:00'), offsetSeconds: 3_600 },
        { at: utc('2014-03-30T01:00:00'), offsetSeconds: 7_200 },
        { at: utc('2014-10-26T01:00:00'), offsetSeconds: 3_600 },
        { at: utc('2015-03-29T01:00:00'), offsetSeconds: 7_200 },
        { at: utc('2015-10-25T01:00:00'), offsetSeconds: 3_600 },
        { at: utc('2016-03-27T01:00:00'), offsetSeconds: 7_200 },
        { at: utc('2016-10-30T01:00:00'), offsetSeconds: 3_600 },
    ],
};
