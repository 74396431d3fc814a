// Reads what is typed as formulas see it. What cannot be read counts as blank: the server says what is wrong with it.
import { Day, Decimal } from "../formula/index.js";

const MINUS = { "−": "-", "–": "-", "—": "-", "﹣": "-", "。": ".", "、": "," };
const PLAIN = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const GROUPED = /^[+-]?[0-9]{1,4}(?:,[0-9]{3})*(?:,[0-9]{4})*(?:\.[0-9]*)?$/;
const DATES = [/^([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?$/, /^([0-9]{4})([0-9]{2})([0-9]{2})$/];
const LIMIT = new Decimal(10).pow(15);

// The number in a text, as cms.core.numerals.decimal_from reads it; null if there is none.
export function numberFrom(typed, unit = "") {
  const half = typed.normalize("NFKC").replace(/[−–—﹣。、]/g, (sign) => MINUS[sign]).replace(/[\s\u200b-\u200f\u2060\ufeff]+/g, "");
  const wanted = unit.normalize("NFKC").replace(/\s/g, "");
  let text = wanted && half.endsWith(wanted) ? half.slice(0, -wanted.length) : half;
  if (text.startsWith("¥")) text = text.slice(1);
  if (!PLAIN.test(text)) {
    if (!GROUPED.test(text)) return null;
    text = text.replaceAll(",", "");
  }
  const number = new Decimal(text.replace(/\.$/, ""));
  return number.abs().lt(LIMIT) ? number : null;
}

export function dayFrom(typed) {
  const text = typed.normalize("NFKC").trim();
  for (const spelling of DATES) {
    const match = spelling.exec(text);
    if (match) return Day.of(...match.slice(1).map(Number));
  }
  return null;
}

function fromText(typed, spec) {
  const text = typed.replace(/\r\n?/g, "\n");
  if (spec.kind === "number") return numberFrom(text, spec.type === "percent" ? "%" : spec.unit);
  if (spec.kind === "date") return dayFrom(text);
  const kept = spec.type === "textarea" ? text : text.replaceAll("\n", " ").trim();
  return kept.trim() ? kept : null;
}

function fromControls(controls, spec) {
  if (!controls.length) return null;
  const [first] = controls;
  if (first.type === "checkbox" || first.type === "radio") {
    const chosen = controls.filter((one) => one.checked).map((one) => one.value);
    if (spec.kind === "boolean") return chosen.length ? true : null;
    if (spec.kind === "list") return chosen.length ? chosen : null;
    return chosen.length ? fromText(chosen[0], spec) : null;
  }
  return fromText(first.value, spec);
}

const named = (form, name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

export function readField(form, id, spec) {
  if (!spec) return null;
  const [whole, part] = id.split(":");
  if (part) {
    const kind = spec.type === "date_range" ? { kind: "date", type: "date" } : { kind: "text", type: "radio" };
    return fromControls(named(form, `${whole}-${part}`), kind);
  }
  if (spec.type === "date_range" || spec.type === "before_after") {
    const parts = spec.type === "date_range" ? ["start", "end"] : ["before", "after"];
    const found = parts.map((one) => readField(form, `${id}:${one}`, spec)).filter((one) => one !== null);
    return found.length ? found : null;
  }
  if (spec.type === "item_list") {
    const box = form.querySelector(`[data-rows="${CSS.escape(id)}"]`);
    const texts = box ? [...box.querySelectorAll("[data-row] textarea")].map((one) => one.value) : [];
    const kept = texts.filter((text) => text.trim());
    return kept.length ? kept : null;
  }
  if (spec.kind === "file") {
    const files = form.querySelectorAll(`[data-upload="${CSS.escape(id)}"] .file`);
    return files.length ? [...files].map((_file, index) => String(index)) : null;
  }
  return fromControls(named(form, id), spec);
}

export const isTyped = (element) =>
  [...element.querySelectorAll("input:not([type=hidden]), textarea, select")].some((one) =>
    one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim(),
  );

export function readCell(row, column, spec) {
  return spec ? fromControls(row.controls(column), spec) : null;
}
