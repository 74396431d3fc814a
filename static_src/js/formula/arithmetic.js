// The operators + - * / ^ % on numbers and days: the twin of cms/core/formula/arithmetic.py.
import { DIV, NUM, VALUE, fail } from "./errors.js";
import { MAX_DAYS, MAX_EXPONENT, NEARLY_PRECISION, POWER_PRECISION } from "./limits.js";
import { Decimal, ONE, checked, dayFromOrdinal, isDay, number, single, snapped, whole } from "./values.js";

const HUNDREDTH = new Decimal("0.01");

function moved(start, days) {
  if (Math.abs(days) > MAX_DAYS) fail(NUM);
  return dayFromOrdinal(start.ordinal + days);
}

function add(one, other) {
  const [left, right] = [single(one), single(other)];
  if (isDay(left)) return isDay(right) ? fail(VALUE) : moved(left, whole(right));
  if (isDay(right)) return moved(right, whole(left));
  const [first, second] = [number(left), number(right)];
  return checked(first.plus(second));
}

function subtract(one, other) {
  const [left, right] = [single(one), single(other)];
  if (isDay(left)) {
    if (isDay(right)) return new Decimal(left.ordinal - right.ordinal);
    return right === null ? fail(VALUE) : moved(left, -whole(right));
  }
  if (isDay(right)) fail(VALUE);
  const [first, second] = [number(left), number(right)];
  return checked(first.minus(second));
}

export const multiply = (left, right) => checked(number(left).times(number(right)));

function divide(left, right) {
  const [dividend, divisor] = [number(left), number(right)];
  return divisor.isZero() ? fail(DIV) : checked(dividend.div(divisor));
}

function power(left, right) {
  const base = number(left);
  const exact = number(right);
  const exponent = snapped(exact);
  if (exponent.abs().gt(MAX_EXPONENT)) fail(NUM);
  if (base.isZero()) return powerOfZero(exponent);
  if (exponent.isInteger()) return checked(integerPower(base, exponent.toNumber()));
  if (base.lt(0)) fail(NUM);
  return checked(base.pow(exact).toSignificantDigits(NEARLY_PRECISION).toSignificantDigits(POWER_PRECISION));
}

function powerOfZero(exponent) {
  if (exponent.isZero()) fail(NUM);
  return exponent.lt(0) ? fail(DIV) : new Decimal(0);
}

// By squaring, every step rounded: Python walks the same steps.
function integerPower(base, exponent) {
  let result = ONE;
  let factor = base;
  let left = Math.abs(exponent);
  while (left) {
    if (left & 1) result = result.times(factor);
    left >>= 1;
    if (left) factor = factor.times(factor);
  }
  return exponent < 0 ? ONE.div(result) : result;
}

export const OPERATORS = { "+": add, "-": subtract, "*": multiply, "/": divide, "^": power };
export const PREFIX = {
  "-": (value) => number(value).neg(),
  "+": number,
  "%": (value) => number(value).times(HUNDREDTH),
};
