// Results as the field stores and shows them: rounded 四舍五入, with thousands separators and the unit.
import { Day, Decimal, ErrorValue, spelled } from "../formula/index.js";

const LARGEST = new Decimal(10).pow(15);
export const NOTHING = "—";

// The value with which formulas go on computing: what the server would have stored. An error stays one.
export function stored(spec, value) {
  if (value === null || value instanceof ErrorValue) return value;
  if (spec.kind === "number") {
    if (!(value instanceof Decimal) || value.abs().gte(LARGEST)) return null;
    return value.toDecimalPlaces(spec.scale ?? 6, Decimal.ROUND_HALF_UP);
  }
  if (spec.kind === "date") return value instanceof Day ? value : null;
  if (spec.options) return spec.options[value] ?? (Object.values(spec.options).includes(value) ? value : null);
  if (value instanceof Decimal) return spelled(value);
  return typeof value === "string" && value !== "" ? value : null;
}

export function shown(spec, value) {
  if (value === null || value === undefined || value instanceof ErrorValue) return NOTHING;
  if (value instanceof Decimal) return numberText(spec, value);
  if (value instanceof Day) return `${value.year}年${value.month}月${value.day}日`;
  if (spec.options) return Object.keys(spec.options).find((label) => spec.options[label] === value) ?? String(value);
  return String(value) || NOTHING;
}

function numberText(spec, number) {
  const decimals = Math.max(spec.shown ?? 0, number.decimalPlaces());
  const [whole, part] = number.toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=([0-9]{3})+$)/g, ",");
  const digits = part ? `${grouped}.${part}` : grouped;
  if (spec.type === "percent" || spec.unit === "%") return `${digits}%`;
  const unit = spec.type === "money" ? spec.unit || "元" : spec.unit;
  return unit ? `${digits} ${unit}` : digits;
}

export function sameValue(one, other) {
  if (one instanceof Decimal && other instanceof Decimal) return one.equals(other);
  if (one instanceof ErrorValue && other instanceof ErrorValue) return one.code === other.code;
  return one === other || String(one) === String(other);
}

export function put(output, text) {
  if (output && output.textContent !== text) output.textContent = text;
}
