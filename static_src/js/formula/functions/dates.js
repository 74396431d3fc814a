// Dates are dates, never serial numbers. A month after 31 January is the last day of February.
import { Day, daysOfMonth } from "../day.js";
import { NA, NUM, fail } from "../errors.js";
import { FIRST_YEAR, LAST_YEAR, MAX_CALENDAR_DAYS, MAX_DAYS, MAX_MONTHS, MAX_WORKDAYS } from "../limits.js";
import { Decimal, day, dayFromOrdinal, owns, text, whole } from "../values.js";

function monthsLater(start, months) {
  if (Math.abs(months) > MAX_MONTHS) fail(NUM);
  const index = start.year * 12 + start.month - 1 + months;
  const year = Math.floor(index / 12);
  if (year < FIRST_YEAR || year > LAST_YEAR) fail(NUM);
  const month = index - year * 12 + 1;
  return new Day(year, month, Math.min(start.day, daysOfMonth(year, month)));
}

const completeMonths = (start, end) =>
  (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day ? 1 : 0);

function make(run, year, month, dayOfMonth) {
  const [years, months, days] = [whole(year), whole(month), whole(dayOfMonth)];
  if (years < FIRST_YEAR || years > LAST_YEAR) fail(NUM);
  if (Math.abs(days) > MAX_DAYS) fail(NUM);
  return dayFromOrdinal(monthsLater(new Day(years, 1, 1), months - 1).ordinal + days - 1);
}

function edate(run, start, months) {
  const first = day(start);
  return monthsLater(first, whole(months));
}

function datedif(run, start, end, unit) {
  const [first, last] = [day(start), day(end)];
  const wanted = text(unit).replace(/^ +| +$/g, "").toUpperCase();
  if (first.ordinal > last.ordinal) fail(NUM);
  const months = completeMonths(first, last);
  const since = (passed) => last.ordinal - monthsLater(first, passed).ordinal;
  const found = {
    D: () => last.ordinal - first.ordinal,
    MD: () => since(months),
    YD: () => since(months - (months % 12)),
    Y: () => Math.floor(months / 12),
    M: () => months,
    YM: () => months % 12,
  };
  return owns(found, wanted) ? new Decimal(found[wanted]()) : fail(NUM);
}

function isWorkday(run, moment) {
  run.spend(1);
  const known = run.env.isWorkday(moment);
  return known === null || known === undefined ? fail(NA) : Boolean(known);
}

function workday(run, start, days) {
  let { ordinal } = day(start);
  const wanted = whole(days);
  if (Math.abs(wanted) > MAX_WORKDAYS) fail(NUM);
  const step = wanted > 0 ? 1 : -1;
  let left = Math.abs(wanted);
  for (let walked = 1; left; walked += 1) {
    ordinal += step;
    if (walked > MAX_CALENDAR_DAYS) fail(NUM);
    if (isWorkday(run, dayFromOrdinal(ordinal))) left -= 1;
  }
  return dayFromOrdinal(ordinal);
}

function networkdays(run, start, end) {
  const [first, last] = [day(start).ordinal, day(end).ordinal];
  const [from, to] = [Math.min(first, last), Math.max(first, last)];
  if (to - from > MAX_CALENDAR_DAYS) fail(NUM);
  let count = 0;
  for (let ordinal = from; ordinal <= to; ordinal += 1) if (isWorkday(run, dayFromOrdinal(ordinal))) count += 1;
  return new Decimal(first > last ? -count : count);
}

export const FUNCTIONS = {
  DATE: make,
  TODAY: (run) => day(run.env.today),
  YEAR: (run, value) => new Decimal(day(value).year),
  MONTH: (run, value) => new Decimal(day(value).month),
  DAY: (run, value) => new Decimal(day(value).day),
  EDATE: edate,
  DATEDIF: datedif,
  WORKDAY: workday,
  NETWORKDAYS: networkdays,
};
