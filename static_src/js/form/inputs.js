// What a form says, as {input name: [texts]}, and putting such texts back, rows included.
import { changed } from "./rows.js";

const NOT_TYPED = new Set(["csrfmiddlewaretoken", "revision", "version", "person", "back", "writer", "sequence", "action"]);

const typed = new Map();

// Noted by name: a long table asks thousands of times at every keystroke.
function isTyped(name) {
  if (!typed.has(name)) typed.set(name, isTypedName(name));
  return typed.get(name);
}

function isTypedName(name) {
  return name && !NOT_TYPED.has(name) && !name.endsWith("-current_step") && !name.startsWith("keep-") && !name.startsWith("replied-");
}

export function snapshot(form) {
  const found = {};
  for (const one of form.elements) {
    if (!isTyped(one.name) || one.type === "file" || one.tagName === "BUTTON") continue;
    const texts = (found[one.name] ??= []);
    if ((one.type === "radio" || one.type === "checkbox") && !one.checked) continue;
    texts.push(one.value);
  }
  return found;
}

const NONE = [];

export function same(one, other) {
  const texts = one ?? NONE;
  const others = other ?? NONE;
  return texts.length === others.length && texts.every((text, at) => text === others[at]);
}

// A row that was never typed into gets a new id with every page, so an untouched row says nothing.
export function changesBetween(before, now) {
  const changed = (name) => !same(before[name], now[name]) && !(isBlank(before[name]) && isBlank(now[name]));
  const gone = Object.keys(before).filter((name) => !(name in now) && changed(name));
  return [...Object.keys(now).filter(changed), ...gone];
}

export const isBlank = (texts) => !texts || texts.every((text) => text === "");

const idsOf = (text) => (text ?? "").split(",").filter(Boolean);

// Puts the named texts back; returns the names for which the page has no place.
export function apply(form, inputs, names = Object.keys(inputs)) {
  const orders = names.filter((name) => form.querySelector(`[data-row-order][name="${CSS.escape(name)}"]`));
  orders.forEach((name) => setRows(form, name, idsOf(inputs[name]?.[0])));
  return names.filter((name) => !orders.includes(name) && !setTexts(form, name, inputs[name] ?? []));
}

function setTexts(form, name, texts) {
  const inputs = [...form.elements].filter((one) => one.name === name && one.type !== "file");
  if (!inputs.length) return !texts.length;
  const rest = [...texts];
  for (const input of inputs) {
    const before = input.type === "radio" || input.type === "checkbox" ? input.checked : input.value;
    if (input.type === "radio" || input.type === "checkbox") input.checked = texts.includes(input.value);
    else input.value = rest.length ? rest.shift() : "";
    const now = input.type === "radio" || input.type === "checkbox" ? input.checked : input.value;
    if (before === now) continue;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

// Shows exactly these rows: missing ones are made from the template, the others are taken out.
export function setRows(form, name, ids) {
  const order = form.querySelector(`[data-row-order][name="${CSS.escape(name)}"]`);
  const box = order.closest("[data-rows]");
  const list = box.querySelector("[data-row-list]");
  const template = [...box.querySelectorAll("[data-row-template]")].find((one) => one.closest("[data-rows]") === box);
  const mark = box.hasAttribute("data-inner") ? "__inner__" : "__row__";
  const present = new Map([...list.children].map((row) => [row.dataset.row, row]));
  for (const id of ids) {
    let row = present.get(id);
    if (!row) {
      const holder = document.createElement("template");
      holder.innerHTML = template.innerHTML.replaceAll(mark, /^[\w-]+$/.test(id) ? id : "");
      row = holder.content.firstElementChild;
    }
    list.append(row);
    present.delete(id);
  }
  if (ids.length) present.forEach((row) => row.remove());
  order.value = [...list.children].map((row) => row.dataset.row).join(",");
  changed(box);
}

export function rowsOf(form, name) {
  return idsOf(form.querySelector(`[data-row-order][name="${CSS.escape(name)}"]`)?.value);
}

// The question that an input belongs to, in the words of the page.
export function labelOf(form, name) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest("[id^=field-]");
  return field?.querySelector("label, legend")?.firstChild?.textContent?.trim() ?? "";
}
