// Goes on computing a section while somebody types: outputs, totals, what is asked, checks. The server computes the same
// at every save. Only what depends on the changed input is computed again.
import { Day, Decimal, ErrorValue, evaluate, fromWire } from "../formula/index.js";
import { setUpChecks } from "./formula_checks.js";
import { Graph, Wave } from "./formula_graph.js";
import { readField } from "./formula_inputs.js";
import { put, sameValue, shown, stored } from "./formula_outputs.js";
import { Tables } from "./formula_tables.js";
import { View } from "./formula_view.js";

export function setUpFormulas(form) {
  const source = form.querySelector("[data-formulas]");
  if (!source) return;
  const page = new Page(form, JSON.parse(source.textContent));
  page.everything();
  form.addEventListener("input", (event) => page.typed(event.target));
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=radio], input[type=checkbox], input[type=date]")) page.typed(event.target);
  });
  form.addEventListener("rows:changed", (event) => page.rowsChanged(event.target, event.detail.row));
  form.addEventListener("form:server-state", (event) => page.heard(event.detail));
}

const PARTS = ["before", "after", "start", "end"];
const isFalse = (value) => value === null || value === false || (value instanceof Decimal && value.isZero());
const whole = (id) => id.split(":")[0];
const tableOf = (step) => (step.kind.startsWith("cell") ? step.id : step.kind === "line" ? `${step.id}:*` : "");

export class Page {
  constructor(form, data) {
    this.form = form;
    this.data = data;
    this.today = Day.of(...data.today.split("-").map(Number));
    this.fixed = new Map(Object.entries(data.values).map(([id, value]) => [id, fromWire(value)]));
    this.fixedColumns = new Map(Object.entries(data.columns).map(([id, value]) => [id, fromWire(value)]));
    this.fromLastYear = new Map(Object.entries(data.last).map(([id, value]) => [id, fromWire(value)]));
    this.values = new Map();
    this.named = new Map(Object.entries(data.fields));
    this.tables = new Tables(form, this.named);
    this.hidden = new Set();
    this.view = new View(form, this.named, this.hidden);
    this.row = null;
    this.line = "";
    this.steps = data.steps.map((step, order) => ({ ...step, order, table: tableOf(step) }));
    this.checks = setUpChecks(this, data.checks);
    this.totals = data.totals.map(([table, column]) => ({ kind: "total", table, column }));
    this.graph = new Graph();
    for (const reader of [...this.steps, ...this.checks]) this.graph.add(reader, reader.ast, reader.table);
    for (const total of this.totals) this.graph.reads(`${total.table}/${total.column}`, total, true);
  }

  // What formulas ask for (an env of ../formula).
  value(id) {
    const [field, row, column] = id.split(":");
    if (this.hidden.has(field)) return null;
    if (this.fixed.has(id)) return this.fixed.get(id);
    if (column) return this.namedCell(field, row, column);
    if (!this.values.has(id)) this.values.set(id, readField(this.form, id, this.named.get(field)));
    return this.values.get(id);
  }

  column(table, column) {
    if (this.fixedColumns.has(`${table}/${column}`)) return this.fixedColumns.get(`${table}/${column}`);
    if (this.hidden.has(table)) return [];
    return this.rowsOf(table).flatMap((row) => (row.line || !row.typed ? [] : [this.cell(row, column)]));
  }

  cell(row, column) {
    const [own, deep] = column.split(":");
    if (row.hidden.has(own)) return deep ? [] : null;
    if (deep) return this.tables.within(row, own).map((inner) => this.cell(inner, deep));
    if (!row.cells.has(own)) row.cells.set(own, row.line ? null : this.tables.typedIn(row, own));
    return row.cells.get(own);
  }

  namedCell(table, id, column) {
    const row = this.tables.row(table, id);
    return row && !this.tables.blank(row) ? this.cell(row, column) : null;
  }

  // The column at hand in another row of the form, or in all that people fill in.
  inLine(id) {
    const table = whole(this.line);
    const column = this.line.split(":")[1];
    return id === "*" ? this.column(table, column) : this.namedCell(table, id, column);
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
      up: (column) => (this.row?.above ? this.cell(this.row.above, column) : null),
      line: (id) => this.inLine(id),
      last: (id) => this.last(id),
      lookup: () => new ErrorValue("#N/A"),
      isWorkday: () => null,
      scores: (id) => this.scores(id),
    });
  }

  scores(id) {
    const field = this.named.get(id);
    if (field) return field.scores ?? {};
    const [outer, deep] = id.split(":");
    const columns = [...this.named.values()].flatMap((one) => (one.columns?.[outer] ? [one.columns[outer]] : []));
    const [found] = deep ? columns.map((one) => one.columns?.[deep]) : columns;
    return found?.scores ?? {};
  }

  rowsOf(table) {
    return this.tables.rowsOf(table);
  }

  everything() {
    const wave = new Wave();
    for (const reader of [...this.steps, ...this.checks, ...this.totals]) wave.add(reader, null);
    this.run(wave);
  }

  typed(input) {
    const cell = this.tables.cellOf(input);
    // The lines of a list are one answer.
    if (!cell || !this.tables.has(cell.table)) return this.changedField(this.fieldOf(input));
    const row = this.tables.row(cell.table, cell.row);
    return row && this.typedInRow(row, cell.column);
  }

  changedField(id) {
    for (const known of [...this.values.keys()]) if (known === id || known.startsWith(`${id}:`)) this.values.delete(known);
    this.follow([id, ...PARTS.map((part) => `${id}:${part}`)].map((key) => [key, null]));
  }

  typedInRow(row, column) {
    const counted = row.typed;
    row.cells.delete(column);
    row.touched();
    // With its first answer a row comes into being, as a whole.
    if (row.typed === counted) this.follow(this.tables.keys(row.table, column, row));
    else this.run(this.ofRow(new Wave(), row));
  }

  fieldOf(input) {
    const name = input.name ?? "";
    if (this.named.has(name)) return name;
    return [...this.named.keys()].find((id) => name.startsWith(`${id}-`)) ?? "";
  }

  // `id` names the row that is new or changed, null if rows only went or moved, "" if it may be any.
  rowsChanged(box, id) {
    const { table, above, place } = this.tables.around(box);
    if (!this.tables.has(table)) return this.changedField(table);
    const changed = id ? `${place}${id}` : "";
    const other = (row) => id === "" || (changed !== "" && (row.id === changed || row.above?.id === changed));
    this.tables.renew(table, other);
    above?.touched();
    const row = changed ? (this.tables.row(table, changed) ?? null) : null;
    const wave = new Wave();
    if (row || id === "") this.ofRow(wave, row, table);
    for (const [key] of this.tables.keysOf(table)) this.graph.spreadRows(wave, key);
    if (above) this.ofRow(wave, above);
    return this.run(wave);
  }

  // Whatever is computed in a row or reads it; of all rows of a table if `row` is null.
  ofRow(wave, row, table = row.table) {
    for (const step of this.steps) {
      if (step.table === table) wave.add(step, row);
      else if (step.table.startsWith(`${table}:`)) wave.add(step, null);
    }
    for (const [key, at] of this.tables.keysOf(table, row)) this.graph.spread(wave, key, at);
    return row?.above ? this.ofRow(wave, row.above) : wave;
  }

  follow(keys) {
    const wave = new Wave();
    for (const [key, row] of keys) this.graph.spread(wave, key, row);
    this.run(wave);
  }

  // Computes what waits in the order of the server, and whatever reads its outcome. In a table only the changed row.
  run(wave) {
    for (let next = wave.next(); next; next = wave.next()) {
      for (const [key, at] of this.step(...next)) this.graph.spread(wave, key, at);
    }
    for (const total of wave.totals) this.total(total);
    for (const [check, row] of wave.checks) check.update(row);
  }

  // Returns the keys whose values changed, with the row if it is one row's.
  step(step, row) {
    if (step.kind === "value") return this.computeField(step);
    if (step.kind === "asked") return this.ask(step);
    if (step.kind === "section") return [];
    if (step.kind === "line") return this.computeLine(step);
    const rows = row ? [row] : this.rowsOf(step.id);
    const touched = rows.filter((one) => (step.kind === "cell" ? this.computeCell(step, one) : this.askCell(step, one)));
    return touched.length ? this.tables.keys(step.id, step.column, touched.length === 1 ? touched[0] : null) : [];
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
    this.row = row;
    const changed = this.fillCell(step.ast, row, step.column);
    this.row = null;
    return changed;
  }

  // A row of the form: its numbers one by one; a column with a formula goes by its own.
  computeLine(step) {
    const row = this.tables.row(step.id, step.column);
    if (!row) return [];
    const columns = Object.entries(this.named.get(step.id).columns).filter(([, spec]) => spec.kind === "number" && !spec.computed);
    const touched = columns.filter(([column]) => {
      this.line = `${step.id}:${column}`;
      return this.fillCell(step.ast, row, column);
    });
    this.line = "";
    return touched.flatMap(([column]) => this.tables.keys(step.id, column, row));
  }

  fillCell(ast, row, column) {
    const spec = this.tables.spec(row.table, column);
    const value = this.tables.blank(row) || row.hidden.has(column) ? null : stored(spec, evaluate(ast, this.env));
    const same = row.cells.has(column) && sameValue(row.cells.get(column), value);
    row.cells.set(column, value);
    put(row.output(column), shown(spec, value));
    return !same;
  }

  ask(step) {
    const hide = isFalse(evaluate(step.ast, this.env));
    if (hide === this.hidden.has(step.id)) return [];
    if (hide) this.hidden.add(step.id);
    else this.hidden.delete(step.id);
    this.show(step.id, !hide);
    const parts = PARTS.map((part) => [`${step.id}:${part}`, null]);
    return [[step.id, null], ...parts, ...this.tables.keysOf(step.id)];
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
    this.view.show(id, visible);
  }

  say(text) {
    this.view.say(text);
  }

  total({ table, column }) {
    const numbers = this.column(table, column).filter((value) => value instanceof Decimal);
    const spec = this.named.get(table).columns[column];
    const sum = numbers.length ? numbers.reduce((one, other) => one.plus(other), new Decimal(0)) : null;
    put(this.view.total(table, column), shown(spec, stored(spec, sum)));
  }

  // What only the server can compute came back with a save.
  heard(state) {
    for (const [name, text] of Object.entries(state.outputs)) put(document.getElementById(name), text);
    for (const [kind, id] of this.data.remote) {
      if (kind === "value") put(document.getElementById(id), state.outputs[id] ?? "—");
      if (kind === "asked") {
        const hide = state.hidden.includes(id);
        if (hide) this.hidden.add(id);
        else this.hidden.delete(id);
        this.show(id, !hide);
      }
    }
  }
}
