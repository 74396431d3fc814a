// What a formula computes with, and how one kind of value becomes another: the twin of cms/core/formula/values.py.
// A value is a Decimal, a string, a Day, true or false, null (blank), or an array of these.
import Library from "decimal.js";
import { Day } from "./day.js";
import { ErrorValue, Exhausted, LIMIT, NUM, VALUE, fail } from "./errors.js";
import { FIRST_YEAR, MAX_DIGITS, MAX_LIST, MAX_RESULT_TEXT, MAX_STEPS, MIN_DIGITS, PRECISION, SCALE } from "./limits.js";

const HALF_UP = Library.ROUND_HALF_UP;
const PLAIN = { rounding: HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 };

export const Decimal = Library.clone({ ...PLAIN, precision: PRECISION });
// Wide enough to round any number to SCALE decimals, or to take a remainder, exactly.
export const Exact = Library.clone({ ...PLAIN, precision: 1000 });

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);

const NUMERIC = /^[ \t\r\n]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*$/;
const DATE = /^[ \t\r\n]*([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[ \t\r\n]*$/;
const LONGEST_NUMBER = 60;

// One evaluation: where values come from, and how much work is left.
export class Run {
  constructor(env) {
    this.env = env;
    this.steps = 0;
  }

  spend(steps) {
    this.steps += steps;
    if (this.steps > MAX_STEPS) throw new Exhausted();
  }
}

export const isNumber = (value) => value instanceof Decimal;
export const isDay = (value) => value instanceof Day;

export function bounded(number) {
  if (!number.isFinite()) fail(NUM);
  return checked(new Decimal(number).toSignificantDigits(PRECISION, HALF_UP));
}

// The result of an operation: 0 when it is all but nothing, a failure beyond the bounds.
export function checked(result) {
  if (result.isZero() || (result.e >= -MIN_DIGITS && result.e < MAX_DIGITS)) return result;
  return result.e > 0 ? fail(NUM) : ZERO;
}

// Returns what an env gave as a value within the bounds.
export function load(run, value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean" || isDay(value)) return value;
  if (Array.isArray(value)) return loadList(run, value);
  if (value instanceof ErrorValue) fail(value.code);
  if (typeof value === "number" || Library.isDecimal(value)) return bounded(new Decimal(value));
  return fail(VALUE);
}

function loadList(run, values) {
  const flat = [];
  for (const value of values) {
    if (Array.isArray(value)) {
      for (const inner of value) if (!Array.isArray(inner)) flat.push(load(run, inner));
    } else {
      flat.push(load(run, value));
    }
    if (flat.length > MAX_LIST) fail(LIMIT);
  }
  run.spend(flat.length);
  return flat;
}

// The number with SCALE decimals: what is compared, rounded and written.
export function snapped(number) {
  return number.decimalPlaces() > SCALE ? number.toDecimalPlaces(SCALE, HALF_UP) : number;
}

export function spelled(number) {
  const snap = snapped(number);
  return snap.isZero() ? "0" : snap.toFixed();
}

export function numeric(words) {
  const match = words.length <= LONGEST_NUMBER ? NUMERIC.exec(words) : null;
  return match ? bounded(new Decimal(match[1].replace(/\.$/, ""))) : null;
}

export function dated(words) {
  const match = DATE.exec(words);
  if (!match || Number(match[1]) < FIRST_YEAR) return null;
  return Day.of(Number(match[1]), Number(match[2]), Number(match[3]));
}

// A list of one is that one, an empty list is blank.
export function single(value) {
  if (!Array.isArray(value)) return value;
  if (value.length > 1) fail(VALUE);
  return value.length ? value[0] : null;
}

export function number(given) {
  const value = single(given);
  if (isNumber(value)) return value;
  if (value === null || value === false) return ZERO;
  if (value === true) return ONE;
  const found = typeof value === "string" ? numeric(value) : null;
  return found === null ? fail(VALUE) : found;
}

export const whole = (value) => snapped(number(value)).trunc().toNumber();

export function text(given) {
  const value = single(given);
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return isNumber(value) ? spelled(value) : value.toString();
}

export function truth(given) {
  const value = single(given);
  if (value === null) return false;
  if (typeof value === "boolean") return value;
  return isNumber(value) ? !snapped(value).isZero() : fail(VALUE);
}

export function day(given) {
  const value = single(given);
  if (isDay(value)) return value;
  return (typeof value === "string" ? dated(value) : null) ?? fail(VALUE);
}

export function dayFromOrdinal(ordinal) {
  const found = Day.fromOrdinal(ordinal);
  return found && found.year >= FIRST_YEAR ? found : fail(NUM);
}

// Characters are code points.
export const characters = (words) => Array.from(words);

export function madeText(result) {
  if (result.length > MAX_RESULT_TEXT && characters(result).length > MAX_RESULT_TEXT) fail(LIMIT);
  return result;
}

export const folded = (words) => words.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export function isBlank(value) {
  return Array.isArray(value) ? value.every(isBlank) : value === null || value === "";
}

export const flat = (values) => values.flat();

export const owns = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
