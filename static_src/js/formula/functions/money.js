// Amounts in capital numerals (人民币大写), scores of options, and rule tables.
import { multiply } from "../arithmetic.js";
import { NUM, VALUE, fail } from "../errors.js";
import { RMB_DIGITS } from "../limits.js";
import { Decimal, ZERO, checked, flat, isBlank, load, number, numeric, owns, single, text } from "../values.js";
import { rounded } from "./numbers.js";

const UNITS = { 元: 1, 万元: 10000, 亿元: 100000000 };
const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const LARGE = [
  [100000000, "亿"],
  [10000, "万"],
];

function thousands(amount) {
  let found = "";
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(amount / 10 ** place) % 10;
    if (digit) found += (gap && found ? "零" : "") + DIGITS[digit] + PLACES[place];
    gap = digit === 0;
  }
  return found;
}

function spell(amount) {
  for (const [unit, sign] of LARGE) {
    if (amount >= unit) {
      const low = amount % unit;
      const link = low > 0 && low < unit / 10 ? "零" : "";
      return spell(Math.floor(amount / unit)) + sign + link + (low ? spell(low) : "");
    }
  }
  return thousands(amount);
}

function rmb(amount) {
  const [whole, cents] = rounded(amount, new Decimal(2), Decimal.ROUND_HALF_UP).abs().toFixed(2).split(".");
  const [yuan, jiao, fen] = [Number(whole), Number(cents[0]), Number(cents[1])];
  let words = `人民币${amount.lt(0) && (yuan || jiao || fen) ? "负" : ""}`;
  if (yuan) words += `${spell(yuan)}元`;
  if (!jiao && !fen) return words + (yuan ? "整" : "零元整");
  if (yuan && (!jiao || yuan % 10 === 0)) words += "零";
  if (jiao) words += `${DIGITS[jiao]}角`;
  return words + (fen ? `${DIGITS[fen]}分` : "");
}

function rmbUpper(run, amount, unit = "元") {
  const value = single(amount);
  const name = text(unit) || "元";
  if (!owns(UNITS, name)) fail(VALUE);
  if (isBlank(value)) return "";
  const yuan = multiply(number(value), new Decimal(UNITS[name]));
  return yuan.e >= RMB_DIGITS && !yuan.isZero() ? fail(NUM) : rmb(yuan);
}

// SCORE: an option without a score counts 0, as does a blank answer.
export function score(run, id, chosen) {
  const scores = run.env.scores(id) ?? {};
  let total = ZERO;
  for (const value of flat([chosen])) {
    if (isBlank(value)) continue;
    const name = text(value);
    const points = owns(scores, name) ? numeric(String(scores[name])) : null;
    total = checked(total.plus(points ?? ZERO));
  }
  return total;
}

export const FUNCTIONS = {
  RMBUPPER: rmbUpper,
  LOOKUP: (run, table, ...keys) => load(run, run.env.lookup(text(table), keys.map(single))),
};
