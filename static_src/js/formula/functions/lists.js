// Totals, counts and means. A blank is skipped; what is no number is an error, never silently left out.
import { DIV, VALUE, fail } from "../errors.js";
import { Decimal, ZERO, checked, flat, isBlank, isDay, isNumber, number } from "../values.js";
import { criterion } from "./criteria.js";

const count = (found) => new Decimal(found.length);
const numbers = (values) => flat(values).filter((value) => !isBlank(value)).map(number);
const sum = (values) => values.reduce((total, one) => checked(total.plus(one)), ZERO);

function average(run, ...values) {
  const found = numbers(values);
  return found.length ? sum(found).div(found.length) : fail(DIV);
}

function extreme(values, wanted) {
  const filled = flat(values).filter((value) => !isBlank(value));
  if (filled.some(isDay)) {
    if (!filled.every(isDay)) fail(VALUE);
    return filled.reduce((best, one) => (Math.sign(one.ordinal - best.ordinal) === wanted ? one : best));
  }
  const found = filled.map(number);
  return found.length ? found.reduce((best, one) => (one.comparedTo(best) === wanted ? one : best)) : ZERO;
}

function sumIf(run, values, condition, amounts) {
  const tested = flat([values]);
  const summed = amounts === undefined ? tested : flat([amounts]);
  if (tested.length !== summed.length) fail(VALUE);
  const meets = criterion(run, condition);
  return sum(numbers(summed.filter((amount, place) => meets(tested[place]))));
}

export const FUNCTIONS = {
  SUM: (run, ...values) => sum(numbers(values)),
  COUNT: (run, ...values) => count(flat(values).filter((value) => isNumber(value) || isDay(value))),
  COUNTA: (run, ...values) => count(flat(values).filter((value) => !isBlank(value))),
  AVERAGE: average,
  MIN: (run, ...values) => extreme(values, -1),
  MAX: (run, ...values) => extreme(values, 1),
  COUNTIF: (run, values, condition) => count(flat([values]).filter(criterion(run, condition))),
  SUMIF: sumIf,
};
