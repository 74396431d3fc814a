// LOOKUP in the browser: the twin of cms/core/reference/engine/rule_table.py, fed by table_for_browser().
import { Day, Decimal, ErrorValue, isBlank, spelled } from "../formula/index.js";

const TRUE = ["是", "TRUE", "true", "真"];
const FALSE = ["否", "FALSE", "false", "假"];
const NUMBER = /^-?\d{1,20}(\.\d{1,12})?%?$/;

const plain = (text) => text.normalize("NFKC").trim();

function number(text) {
  const shown = plain(text).replaceAll(",", "");
  if (!NUMBER.test(shown)) return null;
  const value = new Decimal(shown.replace("%", ""));
  return shown.endsWith("%") ? value.div(100) : value;
}

function day(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(plain(text).replaceAll("/", "-"));
  return match && Day.of(Number(match[1]), Number(match[2]), Number(match[3]));
}

function textOf(value) {
  if (value instanceof Decimal) return spelled(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return String(value).trim();
}

// A formula's value as a key of a column's kind: what can be compared with < and ===, null if it cannot be one.
function key(value, kind) {
  if (value === undefined || isBlank(value) || Array.isArray(value)) return null;
  if (kind === "text") return textOf(value);
  const typed = typeof value === "string" ? { number, date: day, boolean: truth }[kind](value) : value;
  if (kind === "number") return typed instanceof Decimal ? typed : null;
  if (kind === "date") return typed instanceof Day ? typed : null;
  return typeof typed === "boolean" ? typed : null;
}

function truth(text) {
  const word = plain(text);
  if (TRUE.includes(word)) return true;
  return FALSE.includes(word) ? false : null;
}

function compare(one, other, kind) {
  if (kind === "number") return one.cmp(other);
  const left = String(one);
  const right = String(other);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

// The bounds of a cell travel as text.
const bound = (text, kind) => (kind === "text" ? text : key(text, kind));

function fits(cell, value, kind) {
  if (cell === null) return true;
  if (value === null) return false;
  if (cell.in) return cell.in.some((text) => compare(value, bound(text, kind), kind) === 0);
  if (cell.low !== undefined) {
    const order = compare(value, bound(cell.low, kind), kind);
    if (order < 0 || (order === 0 && cell.lowOpen)) return false;
  }
  if (cell.high !== undefined) {
    const order = compare(value, bound(cell.high, kind), kind);
    if (order > 0 || (order === 0 && cell.highOpen)) return false;
  }
  return true;
}

function find(tables, name) {
  if (Object.hasOwn(tables, name)) return { table: tables[name], column: 0 };
  const dot = name.lastIndexOf(".");
  const head = name.slice(0, dot);
  if (dot < 0 || !Object.hasOwn(tables, head)) return null;
  const column = tables[head].results.findIndex((result) => result.name === name.slice(dot + 1));
  return column < 0 ? null : { table: tables[head], column };
}

// Returns the result of the first row that fits.
export function lookup(tables, name, keys) {
  const found = find(tables, name);
  if (!found) return new ErrorValue("#NAME?");
  const table = found.table;
  if (keys.length !== table.keys.length) return new ErrorValue("#VALUE!");
  const typed = keys.map((value, index) => key(value, table.keys[index]));
  const row = table.rows.find((one) => one.when.every((cell, index) => fits(cell, typed[index], table.keys[index])));
  if (!row) return new ErrorValue("#N/A");
  const text = row.then[found.column];
  return text === null ? null : key(text, table.results[found.column].kind);
}
