// Rounding and the rest of what integers need. Every function looks at a number with SCALE decimals.
import { DIV, NUM, fail } from "../errors.js";
import { MAX_PLACES, PRECISION } from "../limits.js";
import { Decimal, Exact, ZERO, checked, number, snapped, whole } from "../values.js";

const HALF_UP = Decimal.ROUND_HALF_UP;
const back = (exact) => new Decimal(exact).toSignificantDigits(PRECISION, HALF_UP);

export function rounded(value, places, rounding) {
  const decimals = whole(places);
  if (Math.abs(decimals) > MAX_PLACES) fail(NUM);
  const scale = new Exact(10).pow(decimals);
  const scaled = new Exact(snapped(number(value))).times(scale);
  return checked(back(scaled.toDecimalPlaces(0, rounding).div(scale)));
}

function modulo(run, value, divisor) {
  const [dividend, by] = [snapped(number(value)), snapped(number(divisor))];
  if (by.isZero()) fail(DIV);
  const left = back(new Exact(dividend).mod(new Exact(by)));
  return left.isZero() || left.lt(0) === by.lt(0) ? left : left.plus(by);
}

export const FUNCTIONS = {
  ROUND: (run, value, places = ZERO) => rounded(value, places, HALF_UP),
  ROUNDUP: (run, value, places = ZERO) => rounded(value, places, Decimal.ROUND_UP),
  ROUNDDOWN: (run, value, places = ZERO) => rounded(value, places, Decimal.ROUND_DOWN),
  ABS: (run, value) => number(value).abs(),
  INT: (run, value) => rounded(value, ZERO, Decimal.ROUND_FLOOR),
  MOD: modulo,
};
