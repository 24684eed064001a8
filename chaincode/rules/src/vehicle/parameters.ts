/** What the organisations of the area decide together, and what is in force until they have. */
import { malformed, object, recordOf, listOf, wholeNumber, oneOf, type Decoder } from '../wire/index.js';
import { day, manufacturerCode, serialCode } from './request-members.js';
import type { JudgementParameters } from './judgement-record.js';
import { vehicleSubjects, type Manufacturers } from './records.js';
import { vehicleCategories, type VehicleCategory } from './vehicle-description.js';

const KM = 1_000;
const MOST_ORGANISATIONS = 100;
const MOST_CODES = 2_000;

/**
 * The tolerance, the day counted from and the category that is not judged are the Dutch register's (RDW, explanation of
 * the odometer judgements; motorcycles are registered since 2021 and not judged). Seven days for a correction are the
 * British test register's (odometer changed within 7 days of the certificate).
 *
 * RDW has maxima per day, week, month, quarter and year but does not publish them. These are reasoned from Regulation
 * (EC) 561/2006, which bounds a driver to 10 h a day, 56 h a week and 90 h in two weeks: at 90 km/h (the limiter of
 * Directive 92/6/EEC) that is 5,040 km a week, 17,600 a month and 52,650 a quarter for one driver, 210,600 a year. A day
 * allows two drivers 20 h at 100 km/h, a week a half more than one driver's. A year is held to 200,000 km.
 *
 * A spike is 5 % and 1,609 km (1,000 miles) or more above its neighbours, as in estimators built on British test data;
 * so is the time of a retest, 30 days.
 */
export const defaultJudgementParameters: JudgementParameters = {
    toleranceM: 100 * KM,
    maxMetres: { day: 2_000 * KM, week: 7_500 * KM, month: 20_000 * KM, quarter: 55_000 * KM, year: 200_000 * KM },
    spikePpm: 50_000,
    spikeM: 1_609_344,
    retestDays: 30,
    countedFrom: '2014-01-01',
    categoriesNotJudged: ['motorcycle'],
    twoPlacesM: 1_000 * KM,
    correctionDays: 7,
};

const metres = wholeNumber(1, 1_000_000_000_000);
const category: Decoder<VehicleCategory> = oneOf(vehicleCategories);
const maxima = object({ day: metres, week: metres, month: metres, quarter: metres, year: metres });
const judgementMembers = object({
    toleranceM: metres,
    maxMetres: maxima,
    spikePpm: wholeNumber(0, 1_000_000),
    spikeM: metres,
    retestDays: wholeNumber(0, 366),
    countedFrom: day,
    categoriesNotJudged: listOf(category, { most: vehicleCategories.length }),
    twoPlacesM: metres,
    correctionDays: wholeNumber(0, 366),
});

/** @throws Refused REQUEST_MALFORMED, also where a longer time allows fewer metres than a shorter one. */
export const judgementParameters: Decoder<JudgementParameters> = (value, at) => {
    const decoded = judgementMembers(value, at);
    const { day: ofDay, week, month, quarter, year } = decoded.maxMetres;
    const rising = [ofDay, week, month, quarter, year].every((most, index, all) => most >= (all[index - 1] ?? 0));
    if (!rising) throw malformed(`${at}.maxMetres`, 'must not allow less in a longer time');
    return decoded;
};

export const manufacturers: Decoder<Manufacturers> = recordOf(
    object({
        wmi: listOf(manufacturerCode, { most: MOST_CODES }),
        serials: listOf(serialCode, { most: MOST_CODES }),
    }),
    MOST_ORGANISATIONS,
);

/** Decoders of the values that the organisations decide, by subject. */
export const vehicleDecisions = {
    [vehicleSubjects.judgement]: judgementParameters,
    [vehicleSubjects.manufacturers]: manufacturers,
} as const;
