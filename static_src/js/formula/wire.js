// Values as JSON, the same as cms/core/formula/wire.py: {"n": "12.5"}, {"d": "2025-01-31"}, {"e": "#N/A"}, the rest as it is.
import { Day } from "./day.js";
import { ErrorValue } from "./errors.js";
import { Decimal, isDay, isNumber } from "./values.js";

export function fromWire(value) {
  if (Array.isArray(value)) return value.map(fromWire);
  if (value === null || typeof value !== "object") return value;
  if ("n" in value) return new Decimal(value.n);
  if ("d" in value) return Day.of(...value.d.split("-").map(Number));
  return new ErrorValue(value.e);
}

export function toWire(value) {
  if (Array.isArray(value)) return value.map(toWire);
  if (isNumber(value)) return { n: value.isZero() ? "0" : value.toFixed() };
  if (isDay(value)) return { d: value.toString() };
  return value instanceof ErrorValue ? { e: value.code } : value;
}
