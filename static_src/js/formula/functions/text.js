// Texts are counted in code points, so that 𠮷 is one character as it is on paper.
import { VALUE, fail } from "../errors.js";
import { MAX_RESULT_TEXT } from "../limits.js";
import { Decimal, ONE, characters, flat, madeText, text, whole } from "../values.js";
import { formatted } from "./formats.js";

function count(value) {
  const wanted = whole(value);
  return wanted < 0 ? fail(VALUE) : Math.min(wanted, MAX_RESULT_TEXT);
}

const piece = (words, from, to) => madeText(characters(words).slice(from, to).join(""));

function left(run, value, wanted = ONE) {
  const words = text(value);
  return piece(words, 0, count(wanted));
}

function right(run, value, wanted = ONE) {
  const words = text(value);
  const { length } = characters(words);
  return piece(words, Math.max(0, length - count(wanted)), length);
}

function middle(run, value, start, wanted) {
  const words = text(value);
  const first = whole(start);
  if (first < 1) fail(VALUE);
  return piece(words, first - 1, first - 1 + count(wanted));
}

export const FUNCTIONS = {
  LEN: (run, value) => new Decimal(characters(text(value)).length),
  LEFT: left,
  RIGHT: right,
  MID: middle,
  CONCAT: (run, ...values) => madeText(flat(values).map(text).join("")),
  TEXT: (run, value, pattern) => madeText(formatted(value, text(pattern))),
};
