// The rows of tables as formulas see them: of a table, of the tables within its rows (`<table>:<column>`), and rows that
// the form itself names and computes.
import { readCell, isTyped } from "./formula_inputs.js";

function byName(controls) {
  const found = new Map();
  for (const one of controls) {
    if (found.has(one.name)) found.get(one.name).push(one);
    else found.set(one.name, [one]);
  }
  return found;
}

class Row {
  constructor(table, element, box, above, line) {
    this.table = table;
    this.element = element;
    this.box = box;
    this.above = above;
    this.line = line;
    // As the server names the place of a row within a row.
    this.id = above ? `${above.id}-${table.split(":")[1]}-${element.dataset.row}` : element.dataset.row;
    this.cells = new Map();
    this.hidden = new Set();
  }

  name(column) {
    return `${this.box}-${this.element.dataset.row}-${column}`;
  }

  output(column) {
    return document.getElementById(this.name(column));
  }

  place(column) {
    const control = this.output(column) ?? this.controls(column)[0];
    return control?.closest(".grid-cell, .form-part") ?? null;
  }

  // The inputs of a cell; those of the whole row are looked for once.
  controls(column) {
    this.inputs ??= byName(this.element.querySelectorAll("[name]"));
    return this.inputs.get(this.name(column)) ?? [];
  }

  touched() {
    this.known = undefined;
    this.above?.touched();
  }

  // Whatever was read of it may be otherwise now.
  forget() {
    this.touched();
    this.inputs = undefined;
    this.cells.clear();
  }

  // The server drops a row in which nothing is typed; so do the sums.
  get typed() {
    return !(this.known ??= !isTyped(this.element));
  }
}

export class Tables {
  constructor(form, named) {
    this.form = form;
    this.named = named;
    this.kept = new Map();
    // The same element is always the same row, also when it comes back.
    this.rows = new WeakMap();
  }

  columnsOf(table) {
    const [whole, inner] = table.split(":");
    const columns = this.named.get(whole)?.columns ?? {};
    return inner ? (columns[inner]?.columns ?? {}) : columns;
  }

  has(table) {
    return Boolean(this.named.get(table.split(":")[0])?.columns);
  }

  rowsOf(table) {
    return this.read(table).list;
  }

  row(table, id) {
    return this.read(table).byId.get(id);
  }

  // A row that is blank, for the server, is not there; one that is computed is there as soon as any other is.
  blank(row) {
    return row.line ? !this.rowsOf(row.table).some((one) => !one.line && one.typed) : !row.typed;
  }

  // The rows within a row.
  within(row, column) {
    return this.rowsOf(`${row.table}:${column}`).filter((one) => one.above === row && one.typed);
  }

  // The tables that stand in the rows of a table, with the table itself.
  inside(table) {
    return [table, ...Object.entries(this.columnsOf(table)).flatMap(([id, spec]) => (spec.columns ? [`${table}:${id}`] : []))];
  }

  // Rows came, went or moved. Those that `changed` says are read anew, the others stay as they were read.
  renew(table, changed) {
    for (const one of this.inside(table)) {
      this.kept.delete(one);
      for (const row of this.rowsOf(one)) if (changed(row)) row.forget();
    }
  }

  read(table) {
    if (!this.kept.has(table)) {
      const [whole, inner] = table.split(":");
      const list = inner ? this.rowsOf(whole).flatMap((row) => this.boxed(table, row.name(inner), row)) : this.boxed(table, whole);
      this.kept.set(table, { list, byId: new Map(list.map((row) => [row.id, row])) });
    }
    return this.kept.get(table);
  }

  boxed(table, name, above = null) {
    const box = (above?.element ?? this.form).querySelector(`[data-rows="${CSS.escape(name)}"]`);
    if (!box) return [];
    const lines = new Set(this.named.get(table)?.lines ?? []);
    return [...box.querySelector("[data-row-list]").children].map((element) => {
      if (!this.rows.has(element)) this.rows.set(element, new Row(table, element, name, above, lines.has(element.dataset.row)));
      return this.rows.get(element);
    });
  }

  spec(table, column) {
    return this.columnsOf(table)[column];
  }

  typedIn(row, column) {
    return readCell(row, column, this.spec(row.table, column));
  }

  // What reads a cell finds it under several names: its column, the column within the outer row, the whole table.
  keys(table, column, row) {
    const found = [[`${table}/${column}`, row]];
    const [outer, inner] = table.split(":");
    if (inner) found.push([`${outer}/${inner}:${column}`, row?.above ?? null]);
    else found.push([`${table}/*`, null]);
    for (const deep of Object.keys(this.spec(table, column)?.columns ?? {})) found.push([`${table}/${column}:${deep}`, row]);
    return found;
  }

  // The names of all cells of a row, or of any row.
  keysOf(table, row = null) {
    return Object.keys(this.columnsOf(table)).flatMap((column) => this.keys(table, column, row));
  }

  // Table, place of the row, and column of an input; null if it stands in no table.
  cellOf(input) {
    const element = input.closest?.("[data-row]");
    const box = element?.closest("[data-rows]");
    const before = box ? `${box.dataset.rows}-${element.dataset.row}-` : "";
    if (!box || !(input.name ?? "").startsWith(before)) return null;
    const { table, place } = this.around(box);
    return { table, row: `${place}${element.dataset.row}`, column: input.name.slice(before.length) };
  }

  // Which table a box of rows is, the row it stands in, and what the places of its rows begin with.
  around(box) {
    const outer = box.parentElement.closest("[data-row]");
    const outside = outer?.closest("[data-rows]");
    if (!outside) return { table: box.dataset.rows, above: null, place: "" };
    const column = box.dataset.rows.slice(`${outside.dataset.rows}-${outer.dataset.row}-`.length);
    const above = this.row(outside.dataset.rows, outer.dataset.row) ?? null;
    return { table: `${outside.dataset.rows}:${column}`, above, place: `${outer.dataset.row}-${column}-` };
  }
}
