// Which of two values comes first: the twin of cms/core/formula/compare.py.
import { VALUE, fail } from "./errors.js";
import { ZERO, dated, folded, isDay, isNumber, numeric, single, snapped } from "./values.js";

const sign = (left, right) => (left > right ? 1 : 0) - (left < right ? 1 : 0);
const numbers = (left, right) => snapped(left).comparedTo(snapped(right));
const days = (left, right) => sign(left.ordinal, right.ordinal);

// UTF-16 units order surrogates before U+E000; code points do not.
const ordered = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

function words(left, right) {
  const length = Math.min(left.length, right.length);
  for (let place = 0; place < length; place += 1) {
    const [one, other] = [left.charCodeAt(place), right.charCodeAt(place)];
    if (one !== other) return sign(ordered(one), ordered(other));
  }
  return sign(left.length, right.length);
}

function neutral(other) {
  if (typeof other === "boolean") return false;
  if (isNumber(other)) return ZERO;
  return typeof other === "string" ? "" : null;
}

function withText(value, spelling) {
  if (typeof value === "boolean") return null;
  if (isNumber(value)) {
    const found = numeric(spelling);
    return found === null ? null : numbers(value, found);
  }
  const moment = dated(spelling);
  return moment === null ? null : days(value, moment);
}

function texts(left, right) {
  if (typeof right !== "string") {
    const reverse = withText(right, left);
    return reverse === null ? null : 0 - reverse;
  }
  return typeof left === "string" ? words(folded(left), folded(right)) : withText(left, right);
}

function withBlank(left, right) {
  if (left === null && right === null) return 0;
  if (isDay(left)) return 1;
  if (isDay(right)) return -1;
  return (left === null ? order(neutral(right), right) : order(left, neutral(left))) || 0;
}

// Returns -1, 0 or 1; null for kinds that have no order between them.
export function order(left, right) {
  if (left === null || right === null) return withBlank(left, right);
  if (typeof left === "boolean" || typeof right === "boolean") {
    return typeof left === typeof right ? sign(left, right) : null;
  }
  if (typeof left === "string" || typeof right === "string") return texts(left, right);
  if (isNumber(left) && isNumber(right)) return numbers(left, right);
  return isDay(left) && isDay(right) ? days(left, right) : null;
}

export const equal = (left, right) => order(left, right) === 0;

export function meets(operator, found) {
  if (operator === "<") return found < 0;
  if (operator === "<=") return found <= 0;
  return operator === ">" ? found > 0 : found >= 0;
}

export function compare(operator, one, other) {
  const [left, right] = [single(one), single(other)];
  const found = order(left, right);
  if (operator === "=") return found === 0;
  if (operator === "<>") return found !== 0;
  return found === null ? fail(VALUE) : meets(operator, found);
}
