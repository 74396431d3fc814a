// A date without time or zone: the browser's Date knows neither years before its zone's history nor a plain day.
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LAST_ORDINAL = 3652059;

export const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
export const daysOfMonth = (year, month) => (month === 2 && isLeap(year) ? 29 : MONTHS[month - 1]);

function daysBeforeYear(year) {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

export class Day {
  constructor(year, month, day) {
    this.year = year;
    this.month = month;
    this.day = day;
  }

  // Days since 0000-12-31, as Python counts them.
  get ordinal() {
    let days = daysBeforeYear(this.year);
    for (let month = 1; month < this.month; month += 1) days += daysOfMonth(this.year, month);
    return days + this.day;
  }

  // Monday is 0.
  get weekday() {
    return (this.ordinal + 6) % 7;
  }

  toString() {
    const pad = (number, width) => String(number).padStart(width, "0");
    return `${pad(this.year, 4)}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }

  // Returns null where the calendar has no such day.
  static of(year, month, day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return null;
    return day > daysOfMonth(year, month) ? null : new Day(year, month, day);
  }

  static fromOrdinal(ordinal) {
    if (ordinal < 1 || ordinal > LAST_ORDINAL) return null;
    let year = Math.floor((ordinal - 1) / 365.2425) + 1;
    while (daysBeforeYear(year) >= ordinal) year -= 1;
    while (daysBeforeYear(year + 1) < ordinal) year += 1;
    let left = ordinal - daysBeforeYear(year);
    let month = 1;
    while (left > daysOfMonth(year, month)) {
      left -= daysOfMonth(year, month);
      month += 1;
    }
    return new Day(year, month, left);
  }
}
