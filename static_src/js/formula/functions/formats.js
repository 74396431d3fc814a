// The formats of TEXT: 0.00, #,##0.00, 0.0%, with words before and behind; yyyy-mm-dd and its relatives.
import { multiply } from "../arithmetic.js";
import { VALUE, fail } from "../errors.js";
import { Decimal, ZERO, characters, dated, isDay, number, numeric, single, text } from "../values.js";
import { rounded } from "./numbers.js";

const WORDS = "[^0-9#.,;@?*\\\\[\\]A-Za-z%]*";
const NUMBER = new RegExp(
  `^(?<before>${WORDS})(?<grouped>#,##)?(?<whole>0+|#)(?:\\.(?<fixed>0*)(?<free>#*))?(?<percent>%?)(?<after>${WORDS})$`,
);
const DATE = /^(?:[ymdaYMDA]|[^A-Za-z0-9#@?*[\];])+$/;
const DATE_PART = /[yY]+|[mM]+|[dD]+|[aA]+/g;
const DATE_PARTS = new Set(["yyyy", "yy", "m", "mm", "d", "dd", "aaa", "aaaa"]);
const WEEKDAYS = "一二三四五六日";
const LONGEST_FORMAT = 100;

const bare = (words) => words.replaceAll('"', "");

export function formatted(given, pattern) {
  const value = single(given);
  if (pattern === "@" || typeof value === "boolean") return text(value);
  if (characters(pattern).length > LONGEST_FORMAT) fail(VALUE);
  const shape = NUMBER.exec(pattern);
  if (shape) return inNumberFormat(value, shape.groups);
  const parts = DATE.test(pattern) ? pattern.match(DATE_PART) : null;
  const known = parts && parts.every((part) => DATE_PARTS.has(part.toLowerCase()));
  return known ? inDateFormat(value, pattern) : fail(VALUE);
}

function inNumberFormat(value, shape) {
  if (isDay(value)) fail(VALUE);
  if (typeof value === "string" && value !== "" && numeric(value) === null) return value;
  return numberAs(value === "" ? ZERO : number(value), shape);
}

function numberAs(given, shape) {
  const fixed = (shape.fixed ?? "").length;
  const places = fixed + (shape.free ?? "").length;
  const scaled = shape.percent ? multiply(given, new Decimal(100)) : given;
  const amount = rounded(scaled, new Decimal(places), Decimal.ROUND_HALF_UP);
  const [integer, digits = ""] = amount.abs().toFixed().split(".");
  let decimals = digits.padEnd(places, "0");
  while (decimals.length > fixed && decimals.endsWith("0")) decimals = decimals.slice(0, -1);
  const sign = amount.lt(0) ? "-" : "";
  const point = decimals ? `.${decimals}` : "";
  return sign + bare(shape.before) + integerAs(integer, shape) + point + shape.percent + bare(shape.after);
}

function integerAs(integer, shape) {
  const width = shape.whole === "#" ? 0 : shape.whole.length;
  const digits = integer.replace(/^0+/, "").padStart(width, "0");
  return shape.grouped ? digits.replace(/\B(?=(?:[0-9]{3})+$)/g, ",") : digits;
}

function inDateFormat(value, pattern) {
  if (value === null || value === "") return "";
  const moment = typeof value === "string" ? dated(value) : value;
  if (moment === null) return value;
  if (!isDay(moment)) fail(VALUE);
  return bare(pattern.replace(DATE_PART, (part) => datePart(moment, part.toLowerCase())));
}

function datePart(moment, part) {
  if (part[0] === "y") return String(moment.year).padStart(4, "0").slice(-part.length);
  if (part[0] === "a") return (part === "aaaa" ? "星期" : "") + WEEKDAYS[moment.weekday];
  return String(part[0] === "m" ? moment.month : moment.day).padStart(part.length, "0");
}
