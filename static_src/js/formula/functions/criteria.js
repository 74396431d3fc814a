// The criteria of COUNTIF and SUMIF: a value, or a text such as >=5, <>是, 精密* or ?号.
import { meets, order } from "../compare.js";
import { WILDCARD_STEPS } from "../limits.js";
import { characters, dated, folded, isBlank, numeric, single } from "../values.js";

const CRITERION = /^(<=|>=|<>|=|<|>)?([\s\S]*)$/;
const MANY = Symbol("*");
const ONE = Symbol("?");

export function criterion(run, condition) {
  const wanted = single(condition);
  if (typeof wanted !== "string") return sameAs(run, wanted);
  const [, operator = "=", operand] = CRITERION.exec(wanted);
  if (operator === "=") return sameAs(run, operand);
  if (operator === "<>") {
    const same = sameAs(run, operand);
    return (value) => !same(value);
  }
  const limit = kind(operand);
  return (value) => {
    const found = isBlank(value) || limit === "" ? null : order(value, limit);
    return found !== null && meets(operator, found);
  };
}

// A text that is a number or a date counts as that, so that other texts have no order beside it.
function kind(operand) {
  return typeof operand === "string" ? (numeric(operand) ?? dated(operand) ?? operand) : operand;
}

function sameAs(run, operand) {
  if (isBlank(operand)) return isBlank;
  if (typeof operand === "string" && /[*?~]/.test(operand)) {
    const pattern = patternOf(characters(folded(operand)));
    return (value) => typeof value === "string" && fits(run, characters(folded(value)), pattern);
  }
  const wanted = kind(operand);
  return (value) => !isBlank(value) && order(value, wanted) === 0;
}

function patternOf(operand) {
  const found = [];
  for (let place = 0; place < operand.length; place += 1) {
    const character = operand[place];
    if (character === "~") {
      place += 1;
      found.push(operand[place] ?? "~");
    } else {
      found.push(character === "*" ? MANY : character === "?" ? ONE : character);
    }
  }
  return found;
}

// On a mismatch the last star takes one character more: never more than length × length steps.
function fits(run, words, pattern) {
  run.spend(Math.floor((words.length * pattern.length) / WILDCARD_STEPS));
  let place = 0;
  let step = 0;
  let star = -1;
  let kept = -1;
  while (place < words.length) {
    if (pattern[step] === MANY) {
      star = step;
      kept = place;
      step += 1;
    } else if (step < pattern.length && (pattern[step] === ONE || pattern[step] === words[place])) {
      place += 1;
      step += 1;
    } else if (star >= 0) {
      kept += 1;
      place = kept;
      step = star + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(step).every((rest) => rest === MANY);
}
