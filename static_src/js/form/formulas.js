// Goes on computing a section while somebody types: outputs, totals, what is asked, checks. The server computes the same
// at every save. Only what depends on the changed input is computed again.
import { Day, Decimal, ErrorValue, evaluate, fromWire } from "../formula/index.js";
import { cellOf, readCell, readField, rowsOf } from "./formula_inputs.js";
import { shown, stored } from "./formula_outputs.js";
import { setUpChecks } from "./formula_checks.js";

export function setUpFormulas(form) {
  const source = form.querySelector("[data-formulas]");
  if (!source) return;
  const page = new Page(form, JSON.parse(source.textContent));
  page.everything();
  form.addEventListener("input", (event) => page.typed(event.target));
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=radio], input[type=checkbox], input[type=date]")) page.typed(event.target);
  });
  form.addEventListener("rows:changed", (event) => page.rowsChanged(event.detail.field));
  form.addEventListener("form:server-state", (event) => page.heard(event.detail));
}

const isFalse = (value) => value === null || value === false || (value instanceof Decimal && value.isZero());
const keyOf = (ref, table) => {
  if (ref[1] === "column") return `${ref[2]}/${ref[3]}`;
  return ref[1] === "row" ? `${table}/${ref[2]}` : ref[2];
};

function refsOf(node, found = []) {
  if (!Array.isArray(node)) return found;
  if (node[0] === "r") found.push(node);
  else node.slice(1).forEach((part) => refsOf(part, found));
  return found;
}

export class Page {
  constructor(form, data) {
    this.form = form;
    this.data = data;
    this.today = Day.of(...data.today.split("-").map(Number));
    this.fixed = new Map(Object.entries(data.values).map(([id, value]) => [id, fromWire(value)]));
    this.fixedColumns = new Map(Object.entries(data.columns).map(([id, value]) => [id, fromWire(value)]));
    this.fromLastYear = new Map(Object.entries(data.last).map(([id, value]) => [id, fromWire(value)]));
    this.values = new Map();
    this.tables = new Map();
    this.hidden = new Set();
    this.row = null;
    this.steps = data.steps.map((step, order) => ({ ...step, order, table: step.kind.startsWith("cell") ? step.id : "" }));
    this.readers = new Map();
    for (const step of this.steps) this.index(step, step.ast, step.table);
    this.checks = setUpChecks(this, data.checks);
    for (const check of this.checks) this.index(check, check.ast, check.table);
    for (const [table, column] of data.totals) this.reads(`${table}/${column}`, { kind: "total", table, column });
    this.named = new Map(Object.entries(data.fields));
  }

  index(reader, ast, table) {
    for (const ref of refsOf(ast)) if (ref[1] !== "last") this.reads(keyOf(ref, table), reader);
  }

  reads(key, reader) {
    if (!this.readers.has(key)) this.readers.set(key, new Set());
    this.readers.get(key).add(reader);
  }

  // What formulas ask for (an env of ../formula).
  value(id) {
    const whole = id.split(":")[0];
    if (this.hidden.has(whole)) return null;
    if (this.fixed.has(id)) return this.fixed.get(id);
    if (!this.values.has(id)) this.values.set(id, readField(this.form, id, this.named.get(whole)));
    return this.values.get(id);
  }

  column(table, column) {
    if (this.fixedColumns.has(`${table}/${column}`)) return this.fixedColumns.get(`${table}/${column}`);
    if (this.hidden.has(table)) return [];
    return this.rowsOf(table).flatMap((row) => (row.blank ? [] : [this.cell(row, column)]));
  }

  cell(row, column) {
    if (row.hidden.has(column)) return null;
    if (!row.cells.has(column)) row.cells.set(column, readCell(row, column, this.named.get(row.table).columns[column]));
    return row.cells.get(column);
  }

  last(id) {
    return this.fromLastYear.get(id) ?? null;
  }

  // The env's row(column) reads the row at hand.
  get env() {
    return this.kept ?? (this.kept = {
      today: this.today,
      value: (id) => this.value(id),
      column: (table, column) => this.column(table, column),
      row: (column) => (this.row ? this.cell(this.row, column) : null),
      last: (id) => this.last(id),
      lookup: () => new ErrorValue("#N/A"),
      isWorkday: () => null,
      scores: (id) => this.scores(id),
    });
  }

  scores(id) {
    const field = this.named.get(id);
    if (field) return field.scores ?? {};
    for (const one of this.named.values()) if (one.columns?.[id]) return one.columns[id].scores ?? {};
    return {};
  }

  rowsOf(table) {
    if (!this.tables.has(table)) this.tables.set(table, rowsOf(this.form, table));
    return this.tables.get(table).list;
  }

  everything() {
    const all = new Set([...this.steps, ...this.checks]);
    for (const [table, column] of this.data.totals) all.add({ kind: "total", table, column });
    this.run(all, null);
  }

  typed(input) {
    const cell = cellOf(input);
    if (cell) {
      this.rowsOf(cell.table);
      const row = this.tables.get(cell.table)?.byId.get(cell.row);
      if (!row) return;
      row.cells.delete(cell.column);
      row.touched();
      this.follow(`${cell.table}/${cell.column}`, row);
      return;
    }
    const id = this.fieldOf(input);
    if (!id) return;
    for (const known of [...this.values.keys()]) if (known === id || known.startsWith(`${id}:`)) this.values.delete(known);
    this.follow(id, null);
    for (const part of ["before", "after", "start", "end"]) this.follow(`${id}:${part}`, null);
  }

  fieldOf(input) {
    const name = input.name ?? "";
    if (this.named.has(name)) return name;
    return [...this.named.keys()].find((id) => name.startsWith(`${id}-`)) ?? "";
  }

  rowsChanged(table) {
    if (!this.named.get(table)?.columns) return;
    this.tables.delete(table);
    const touched = new Set();
    for (const column of Object.keys(this.named.get(table).columns)) {
      for (const reader of this.readers.get(`${table}/${column}`) ?? []) touched.add(reader);
    }
    this.run(touched, null);
  }

  follow(key, row) {
    this.run(new Set(this.readers.get(key) ?? []), row);
  }

  // Computes the readers in the order of the server, and whatever reads their outcome. In a table only the changed row.
  run(waiting, row) {
    const totals = new Set();
    const checks = new Set();
    const rowOf = new Map([...waiting].map((reader) => [reader, row]));
    const queue = [];
    const add = (reader, at) => {
      if (reader.kind === "total") totals.add(`${reader.table}/${reader.column}`);
      else if (reader.kind === "check") checks.add(reader);
      else if (!queue.includes(reader)) {
        queue.push(reader);
        rowOf.set(reader, at);
      } else if (rowOf.get(reader) !== at) rowOf.set(reader, null);
    };
    for (const reader of waiting) add(reader, row && reader.table === row.table ? row : null);
    while (queue.length) {
      queue.sort((one, other) => one.order - other.order);
      const step = queue.shift();
      for (const [key, at] of this.step(step, rowOf.get(step))) {
        for (const reader of this.readers.get(key) ?? []) add(reader, at && reader.table === at.table ? at : null);
      }
    }
    for (const name of totals) this.total(...name.split("/"));
    for (const check of checks) check.update(check.table && row && row.table === check.table ? row : null);
  }

  // Returns the keys whose values changed, with the row if it is one row's.
  step(step, row) {
    if (step.kind === "value") return this.computeField(step);
    if (step.kind === "asked") return this.ask(step);
    if (step.kind === "section") return [];
    const rows = row ? [row] : this.rowsOf(step.id);
    const touched = rows.filter((one) => (step.kind === "cell" ? this.computeCell(step, one) : this.askCell(step, one)));
    return touched.length ? [[`${step.id}/${step.column}`, touched.length === 1 ? touched[0] : null]] : [];
  }

  computeField(step) {
    const spec = this.named.get(step.id);
    const value = stored(spec, this.hidden.has(step.id) ? null : evaluate(step.ast, this.env));
    const same = this.values.has(step.id) && sameValue(this.values.get(step.id), value);
    this.values.set(step.id, value);
    put(document.getElementById(step.id), shown(spec, value));
    return same ? [] : [[step.id, null]];
  }

  computeCell(step, row) {
    const spec = this.named.get(step.id).columns[step.column];
    this.row = row;
    const value = row.blank || row.hidden.has(step.column) ? null : stored(spec, evaluate(step.ast, this.env));
    this.row = null;
    const same = row.cells.has(step.column) && sameValue(row.cells.get(step.column), value);
    row.cells.set(step.column, value);
    put(row.output(step.column), shown(spec, value));
    return !same;
  }

  ask(step) {
    const hide = isFalse(evaluate(step.ast, this.env));
    if (hide === this.hidden.has(step.id)) return [];
    if (hide) this.hidden.add(step.id);
    else this.hidden.delete(step.id);
    this.show(step.id, !hide);
    const columns = Object.keys(this.named.get(step.id)?.columns ?? {});
    const parts = ["before", "after", "start", "end"].map((part) => [`${step.id}:${part}`, null]);
    return [[step.id, null], ...parts, ...columns.map((column) => [`${step.id}/${column}`, null])];
  }

  askCell(step, row) {
    this.row = row;
    const hide = isFalse(evaluate(step.ast, this.env));
    this.row = null;
    if (hide === row.hidden.has(step.column)) return false;
    if (hide) row.hidden.add(step.column);
    else row.hidden.delete(step.column);
    row.place(step.column)?.toggleAttribute("data-not-asked", hide);
    return true;
  }

  show(id, visible) {
    const box = this.form.querySelector(`[data-asked="${CSS.escape(id)}"]`);
    if (!box || box.hidden === !visible) return;
    // A box that has the focus is never taken away under somebody's hands: it goes when the focus does.
    if (!visible && box.contains(document.activeElement)) {
      box.addEventListener("focusout", () => this.show(id, !this.hidden.has(id)), { once: true });
      return;
    }
    box.hidden = !visible;
    const texts = this.form.querySelector("[data-live]")?.dataset ?? {};
    this.say(((visible ? texts.textShown : texts.textHidden) ?? "").replace("%(label)s", this.named.get(id)?.label ?? ""));
    this.headings();
  }

  // A heading stands only above questions that are asked.
  headings() {
    for (const heading of this.form.querySelectorAll(".form-group-heading")) {
      let next = heading.nextElementSibling;
      let any = false;
      for (; next && !next.classList.contains("form-group-heading"); next = next.nextElementSibling) any ||= !next.hidden;
      heading.hidden = !any;
    }
  }

  say(text) {
    const live = this.form.querySelector("[data-live]");
    if (!live || !text) return;
    // Several changes of one keystroke are one announcement.
    live.textContent = this.saying ? `${live.textContent} ${text}` : text;
    this.saying ||= setTimeout(() => (this.saying = 0), 500);
  }

  total(table, column) {
    const numbers = this.column(table, column).filter((value) => value instanceof Decimal);
    const spec = this.named.get(table).columns[column];
    const sum = numbers.length ? numbers.reduce((one, other) => one.plus(other), new Decimal(0)) : null;
    const name = `output[data-table="${CSS.escape(table)}"][data-total="${CSS.escape(column)}"]`;
    put(this.form.querySelector(name), shown(spec, stored(spec, sum)));
  }

  // What only the server can compute came back with a save.
  heard(state) {
    for (const [kind, id, column] of this.data.remote) {
      if (kind === "value") put(document.getElementById(id), state.outputs[id] ?? "—");
      if (kind === "asked") {
        const hide = state.hidden.includes(id);
        if (hide) this.hidden.add(id);
        else this.hidden.delete(id);
        this.show(id, !hide);
      }
      if (kind === "cell") {
        for (const row of this.rowsOf(id)) put(row.output(column), state.outputs[`${id}-${row.id}-${column}`] ?? "—");
      }
    }
  }
}

function sameValue(one, other) {
  if (one instanceof Decimal && other instanceof Decimal) return one.equals(other);
  if (one instanceof ErrorValue && other instanceof ErrorValue) return one.code === other.code;
  return one === other || String(one) === String(other);
}

function put(output, text) {
  if (output && output.textContent !== text) output.textContent = text;
}
