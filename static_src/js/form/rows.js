// Rows of lists and tables: added, removed, copied and moved in place. The server's buttons do the same without scripts.
// One set of listeners serves every table of the page. After each change `rows:changed` is sent from the table with
// {field, row}: the name of the table and the row that changed, null if rows only went or moved, "" if it may be any.
import { remember, setUpUndo } from "./undo.js";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

export function setUpRows(form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const box = button?.closest("[data-rows]");
    if (box && act(form, box, button)) event.preventDefault();
  });
  form.addEventListener("input", suggestUnit);
  setUpUndo(form);
  form.querySelectorAll("[data-rows]").forEach((box) => renumber(box));
}

export const rowsOf = (box) => [...listOf(box).children];
// Rows within a row that is open as a whole may be added and moved, though the table around them may not.
export const isFixed = (box) =>
  box.hasAttribute("data-fixed") || Boolean(box.closest(".is-partial, .is-open")?.matches(".is-partial"));
export const mostRows = (box) => Number(box.dataset.max) || 200;
export const focusRow = (row) => row?.querySelector("input:not([type=hidden]), textarea, select")?.focus();

const listOf = (box) => box.querySelector("[data-row-list]");
// Looked for among the children only, as a long table has thousands of descendants.
const own = (box, selector) => {
  const foot = [...box.children].find((one) => one.classList.contains("rows-foot"));
  return [...box.children, ...(foot?.children ?? [])].find((one) => one.matches(selector));
};

function act(form, box, button) {
  const has = (name) => button.hasAttribute(`data-row-${name}`);
  if (has("add")) focusRow(addRows(box, 1)[0]);
  else if (has("insert")) focusRow(addRows(box, 1, button.closest("[data-row]"))[0]);
  else if (has("copy")) copyRow(box, button.closest("[data-row]"));
  else if (has("remove")) removeRow(form, box, button.closest("[data-row]"));
  else if (has("up") || has("down")) moveRow(box, button);
  else return false;
  return true;
}

// Rows are cloned from the table's template, all new ones in one go.
export function addRows(box, count, after = null) {
  const room = Math.max(0, Math.min(count, mostRows(box) - rowsOf(box).length));
  if (!room || isFixed(box)) return [];
  const template = own(box, "[data-row-template]");
  const mark = box.hasAttribute("data-inner") ? "__inner__" : "__row__";
  const holder = document.createElement("template");
  holder.innerHTML = Array.from({ length: room }, () => template.innerHTML.replaceAll(mark, newId())).join("");
  const made = [...holder.content.children];
  if (after) after.after(holder.content);
  else listOf(box).append(holder.content);
  changed(box, made.length === 1 ? made[0].dataset.row : "");
  return made;
}

export function dropRows(box, rows) {
  rows.forEach((row) => row.remove());
  if (!rowsOf(box).length) addRows(box, 1);
  changed(box, null);
}

export function changed(box, row = "") {
  renumber(box);
  box.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true, detail: { field: box.dataset.rows, row } }));
  box.closest("form").dispatchEvent(new CustomEvent("form:changed"));
}

export function newId() {
  const random = crypto.getRandomValues(new Uint8Array(7));
  return "r" + [...random].map((byte) => ALPHABET[byte % 32]).join("");
}

function copyRow(box, row) {
  const copy = addRows(box, 1, row)[0];
  if (!copy) return;
  const copies = [...copy.querySelectorAll("[data-rows]")];
  row.querySelectorAll("[data-rows]").forEach((inner, index) => {
    addRows(copies[index], rowsOf(inner).length - rowsOf(copies[index]).length);
  });
  const controls = (of) => [...of.querySelectorAll("input:not([type=hidden]), textarea, select")];
  const targets = controls(copy);
  controls(row).forEach((source, index) => {
    if (source.type === "radio" || source.type === "checkbox") targets[index].checked = source.checked;
    else targets[index].value = source.value;
  });
  changed(box, copy.dataset.row);
  focusRow(copy);
}

function removeRow(form, box, row) {
  const place = rowsOf(box).indexOf(row);
  const next = row.nextElementSibling ?? row.previousElementSibling;
  dropRows(box, [row]);
  const spare = rowsOf(box).length === 1 && !next ? rowsOf(box)[0] : null;
  remember(box, text(box, "removed", { number: place + 1 }), () => {
    const before = rowsOf(box)[place];
    if (before) before.before(row);
    else listOf(box).append(row);
    spare?.remove();
    changed(box, row.dataset.row);
    focusRow(row);
  });
  if (next) focusRow(next);
  else focusRow(spare);
}

function moveRow(box, button) {
  const row = button.closest("[data-row]");
  if (button.hasAttribute("data-row-up")) row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  changed(box, null);
  (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
}

export function text(box, name, values) {
  const holder = box.closest(`[data-text-${name}]`);
  return Object.keys(values).reduce(
    (shown, key) => shown.replace(`%(${key})s`, () => String(values[key])),
    holder?.getAttribute(`data-text-${name}`) ?? "",
  );
}

// The number that each row shows, and which one was first or last: only what is otherwise now is touched.
const numbers = new WeakMap();
const ends = new WeakMap();
// From this length on only the rows that are seen are laid out.
const LONG = 25;

function renumber(box) {
  const rows = rowsOf(box);
  listOf(box).toggleAttribute("data-long", rows.length >= LONG);
  if (isFixed(box)) return;
  own(box, "[data-row-order]").value = rows.map((row) => row.dataset.row).join(",");
  rows.forEach((row, index) => {
    if (numbers.get(row) !== index) numbersOf(box, row).forEach((shown) => (shown.textContent = String(index + 1)));
    numbers.set(row, index);
    const end = `${index === 0 ? "first" : ""} ${index === rows.length - 1 ? "last" : ""}`;
    // Where nothing was noted, the row may have been made for another place.
    if (ends.get(row) === end) return;
    ends.set(row, end);
    const up = row.querySelectorAll("[data-row-up]");
    const down = row.querySelectorAll("[data-row-down]");
    if (up.length) up[up.length - 1].disabled = index === 0;
    if (down.length) down[down.length - 1].disabled = index === rows.length - 1;
  });
  const add = own(box, "[data-row-add]");
  if (add) add.disabled = rows.length >= mostRows(box);
}

function numbersOf(box, row) {
  const first = row.firstElementChild;
  if (first?.hasAttribute("data-row-number")) return [first];
  return [...row.querySelectorAll("[data-row-number]")].filter((one) => one.closest("[data-rows]") === box);
}

function suggestUnit(event) {
  if (!event.target.hasAttribute("data-metric-name")) return;
  const box = event.target.closest("[data-rows]");
  const option = box.querySelector(`datalist option[value="${CSS.escape(event.target.value)}"]`);
  const unit = event.target.closest("[data-row]").querySelector("[data-metric-unit]");
  if (option?.dataset.unit && unit && !unit.value) unit.value = option.dataset.unit;
}
