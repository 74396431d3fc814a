// From a tree (Formula.ast of the server) to a value: the twin of cms/core/formula/evaluate.py. Data never throw.
import { OPERATORS, PREFIX } from "./arithmetic.js";
import { compare } from "./compare.js";
import { ErrorValue, Exhausted, Failure, LIMIT, VALUE, fail } from "./errors.js";
import * as dates from "./functions/dates.js";
import * as lists from "./functions/lists.js";
import * as logic from "./functions/logic.js";
import * as money from "./functions/money.js";
import * as numbers from "./functions/numbers.js";
import { COUNTS } from "./functions/table.js";
import * as texts from "./functions/text.js";
import { Decimal, Run, load, madeText, text, truth } from "./values.js";

const CODE = {
  ...logic.FUNCTIONS,
  ...lists.FUNCTIONS,
  ...numbers.FUNCTIONS,
  ...texts.FUNCTIONS,
  ...dates.FUNCTIONS,
  ...money.FUNCTIONS,
};

export function evaluate(ast, env) {
  try {
    return compute(new Run(env), ast);
  } catch (error) {
    if (error instanceof Failure) return new ErrorValue(error.code);
    if (error instanceof Exhausted) return new ErrorValue(LIMIT);
    throw error;
  }
}

function compute(run, node) {
  switch (node[0]) {
    case "n":
      return new Decimal(node[1]);
    case "s":
    case "b":
      return node[1];
    case "r":
      return load(run, read(run.env, node));
    case "u":
      return PREFIX[node[1]](compute(run, node[2]));
    case "o":
      return binary(node[1], compute(run, node[2]), compute(run, node[3]));
    case "c":
      return call(run, node[1], node.slice(2));
    default:
      throw new TypeError(`no such node: ${node[0]}`);
  }
}

function read(env, [, kind, id, column]) {
  if (kind === "field") return env.value(id);
  if (kind === "column") return env.column(id, column);
  if (kind === "row") return env.row(id);
  if (kind === "up") return env.up(id);
  return kind === "line" ? env.line(id) : env.last(id);
}

function binary(operator, left, right) {
  const operate = OPERATORS[operator];
  if (operate) return operate(left, right);
  return operator === "&" ? madeText(text(left) + text(right)) : compare(operator, left, right);
}

function call(run, name, given) {
  const [least, most] = COUNTS[name];
  if (given.length < least || given.length > most) fail(VALUE);
  if (name in LAZY) return LAZY[name](run, given);
  if (name === "SCORE") return score(run, given[0]);
  return CODE[name](run, ...given.map((argument) => compute(run, argument)));
}

function score(run, node) {
  if (node[0] !== "r") fail(VALUE);
  return money.score(run, node[3] || node[2], compute(run, node));
}

function* truths(run, given) {
  for (const argument of given) {
    const value = compute(run, argument);
    if (Array.isArray(value)) yield* value.map((one) => () => truth(one));
    else yield () => truth(value);
  }
}

// Computed only as far as needed.
const LAZY = {
  IF(run, [condition, then, otherwise]) {
    if (truth(compute(run, condition))) return compute(run, then);
    return otherwise === undefined ? null : compute(run, otherwise);
  },
  AND(run, given) {
    for (const one of truths(run, given)) if (!one()) return false;
    return true;
  },
  OR(run, given) {
    for (const one of truths(run, given)) if (one()) return true;
    return false;
  },
  IFERROR(run, [value, instead]) {
    try {
      return compute(run, value);
    } catch (error) {
      if (error instanceof Failure) return compute(run, instead);
      throw error;
    }
  },
};
