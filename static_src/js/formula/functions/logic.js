// NOT, ISBLANK, IN, CONTAINS. What decides which part is computed at all is in evaluate.js.
import { equal } from "../compare.js";
import { flat, folded, isBlank, single, text, truth } from "../values.js";

function among(run, value, ...options) {
  const wanted = flat(options).filter((option) => !isBlank(option));
  const given = flat([value]).filter((one) => !isBlank(one));
  run.spend(given.length * wanted.length);
  return given.some((one) => wanted.some((option) => equal(one, option)));
}

function contains(run, haystack, sought) {
  const needle = single(sought);
  if (isBlank(needle)) return false;
  if (Array.isArray(haystack)) return haystack.some((one) => !isBlank(one) && equal(one, needle));
  return folded(text(haystack)).includes(folded(text(needle)));
}

export const FUNCTIONS = {
  NOT: (run, value) => !truth(value),
  ISBLANK: (run, value) => isBlank(value),
  IN: among,
  CONTAINS: contains,
};
