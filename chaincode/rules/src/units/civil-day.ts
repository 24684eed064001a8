/** Calendar days as text and as a count from 1970-01-01, proleptic Gregorian, without a clock or a zone. */

/** Local calendar day, `2016-06-30`. */
type Day = string;
/** Local calendar month, `2016-06`. */
type Month = string;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/u;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/u;

/** Days of the months before each month of a year that starts in March, so that the leap day comes last. */
const DAYS_BEFORE_MONTH_FROM_MARCH = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337] as const;
const DAYS_OF_400_YEARS = 146_097;
/** From 0000-03-01 to 1970-01-01. */
const DAYS_BEFORE_EPOCH = 719_468;

export function isDay(text: string): boolean {
    const found = DAY.exec(text);
    if (found === null) return false;
    const [year, month, dayOfMonth] = [Number(found[1]), Number(found[2]), Number(found[3])];
    return year >= 1 && month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= lengthOfMonth(year, month);
}

export function isMonth(text: string): boolean {
    return MONTH.test(text) && !text.startsWith('0000');
}

/** Days from 1970-01-01 to the day. The text must be a day. */
export function dayNumber(day: Day): number {
    const found = DAY.exec(day);
    if (found === null || !isDay(day)) throw new RangeError('A day is written YYYY-MM-DD');
    return numberOf(Number(found[1]), Number(found[2]), Number(found[3]));
}

export function dayOfNumber(count: number): Day {
    const fromMarch0000 = count + DAYS_BEFORE_EPOCH;
    const cycle = Math.floor(fromMarch0000 / DAYS_OF_400_YEARS);
    const dayOfCycle = fromMarch0000 - cycle * DAYS_OF_400_YEARS;
    // Leap days of the cycle that lie before this day are taken out, so that every year counts 365.
    const yearOfCycle = Math.floor(
        (dayOfCycle -
            Math.floor(dayOfCycle / 1_460) +
            Math.floor(dayOfCycle / 36_524) -
            Math.floor(dayOfCycle / 146_096)) /
            365,
    );
    const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
    const monthFromMarch = DAYS_BEFORE_MONTH_FROM_MARCH.findLastIndex((before) => before <= dayOfYear);
    const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
    return written(year, month, dayOfYear - (DAYS_BEFORE_MONTH_FROM_MARCH[monthFromMarch] ?? 0) + 1);
}

export function nextDay(day: Day): Day {
    return dayOfNumber(dayNumber(day) + 1);
}

export function previousDay(day: Day): Day {
    return dayOfNumber(dayNumber(day) - 1);
}

/** How many days `from` to `to` are, both included; zero or less where `to` is before `from`. */
export function countDays(from: Day, to: Day): number {
    return dayNumber(to) - dayNumber(from) + 1;
}

/** The days from `from` to `to`, both included; none where `to` is before `from`. */
export function daysBetween(from: Day, to: Day): readonly Day[] {
    const first = dayNumber(from);
    return Array.from({ length: Math.max(0, countDays(from, to)) }, (_, index) => dayOfNumber(first + index));
}

export function monthOf(day: Day): Month {
    return day.slice(0, 7);
}

export function firstDayOf(month: Month): Day {
    return `${month}-01`;
}

export function lastDayOf(month: Month): Day {
    if (!isMonth(month)) throw new RangeError('A month is written YYYY-MM');
    return `${month}-${padded(lengthOfMonth(Number(month.slice(0, 4)), Number(month.slice(5))), 2)}`;
}

export function daysOfMonth(month: Month): readonly Day[] {
    return daysBetween(firstDayOf(month), lastDayOf(month));
}

export function nextMonth(month: Month): Month {
    return monthOf(nextDay(lastDayOf(month)));
}

function numberOf(year: number, month: number, dayOfMonth: number): number {
    const yearFromMarch = month <= 2 ? year - 1 : year;
    const cycle = Math.floor(yearFromMarch / 400);
    const yearOfCycle = yearFromMarch - cycle * 400;
    const before = DAYS_BEFORE_MONTH_FROM_MARCH[month <= 2 ? month + 9 : month - 3] ?? 0;
    const dayOfCycle =
        yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + before + dayOfMonth - 1;
    return cycle * DAYS_OF_400_YEARS + dayOfCycle - DAYS_BEFORE_EPOCH;
}

function lengthOfMonth(year: number, month: number): number {
    if (month === 2) return isLeap(year) ? 29 : 28;
    return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function written(year: number, month: number, dayOfMonth: number): Day {
    return `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`;
}

function padded(value: number, width: number): string {
    return String(value).padStart(width, '0');
}
