// Tables on the keyboard and from the clipboard: Enter goes down, cells copied in Excel are pasted over cells.
import { controlOf, readCell, writeCell } from "./cells.js";
import { addRows, changed, dropRows, isFixed, rowsOf, text } from "./rows.js";
import { parseTable } from "./tsv.js";
import { remember } from "./undo.js";

export function setUpGrid(form) {
  form.addEventListener("keydown", goDown);
  form.addEventListener("paste", paste);
  form.querySelectorAll("[data-grid-hint]").forEach((hint) => (hint.hidden = false));
}

export const cellsOf = (row) =>
  [...row.children].filter((one) => one.classList.contains("grid-cell") && !one.classList.contains("grid-nested"));

// Where in which table an input stands; null outside tables.
function placeOf(target) {
  const cell = target.closest?.(".grid-cell");
  const row = cell?.closest("[data-row]");
  const box = row?.closest("[data-rows]");
  if (!box || !cell.closest("[data-grid]")) return null;
  return { box, row, column: cellsOf(row).indexOf(cell) };
}

function goDown(event) {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  if (event.target.tagName !== "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const place = placeOf(event.target);
  if (!place) return;
  event.preventDefault();
  const next = event.shiftKey ? place.row.previousElementSibling : place.row.nextElementSibling;
  const row = next ?? (event.shiftKey ? null : addRows(place.box, 1)[0]);
  const control = row && controlOf(cellsOf(row)[place.column] ?? row);
  control?.focus();
  control?.select?.();
}

function paste(event) {
  const place = placeOf(event.target);
  const clip = event.clipboardData?.getData("text/plain") ?? "";
  if (!place || !clip || !isTable(event.target, clip)) return;
  event.preventDefault();
  pasteTable(place, parseTable(clip));
}

// A single cell is pasted by the browser; several lines into a long text are text, unless there are columns.
function isTable(target, clip) {
  const body = clip.replace(/\r?\n$/, "");
  if (body.includes("\t")) return true;
  return target.tagName === "TEXTAREA" ? false : /[\r\n]/.test(body) || target.tagName === "SELECT";
}

export function pasteTable(place, table) {
  const box = place.box;
  const row = place.row;
  const column = place.column;
  const before = rowsOf(box).indexOf(row);
  const missing = before + table.length - rowsOf(box).length;
  const made = missing > 0 && !isFixed(box) ? addRows(box, missing) : [];
  const rows = rowsOf(box).slice(before);
  const old = [];
  const unfit = [];
  let written = 0;
  table.forEach((texts, down) => {
    const cells = rows[down] ? cellsOf(rows[down]) : [];
    texts.forEach((typed, right) => {
      const cell = cells[column + right];
      const was = cell ? readCell(cell) : "";
      if (cell && writeCell(cell, typed)) {
        old.push({ cell, was });
        written += 1;
      } else if (typed.trim()) {
        unfit.push(text(box, "place", { row: before + down + 1, column: heading(box, column + right), text: typed }));
      }
    });
  });
  changed(box);
  report(box, unfit);
  remember(box, text(box, "pasted", { rows: Math.min(table.length, rows.length), cells: written }), () => {
    old.forEach((one) => writeCell(one.cell, one.was));
    report(box, []);
    if (made.length) dropRows(box, made);
    changed(box);
    controlOf(cellsOf(row)[column] ?? row)?.focus();
  });
}

function heading(box, index) {
  const head = [...box.querySelectorAll(".grid-head [role=columnheader].grid-cell")].filter(
    (one) => one.closest("[data-rows]") === box,
  );
  return head[index]?.textContent.trim().replace(/\s+/g, "") ?? text(box, "outside", {});
}

// What did not fit is shown in full, where it can be copied.
function report(box, unfit) {
  const shown = box.closest(".form-field").querySelector("[data-grid-report]");
  shown.hidden = !unfit.length;
  shown.querySelector("[data-grid-unfit]").textContent = text(box, "unfit", { count: unfit.length });
  shown.querySelector("textarea").value = unfit.join("\n");
}
