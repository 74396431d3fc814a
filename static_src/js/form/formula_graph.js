// Which formula reads what, and what has to be computed again after a change.
const whole = (id) => id.split(":")[0];

const keyOf = (ref, table) => {
  const [, kind, id, column] = ref;
  if (kind === "column") return `${id}/${column}`;
  if (kind === "row") return `${table}/${id}`;
  if (kind === "up") return `${whole(table)}/${id}`;
  // A row of the form, or a single cell: read again whenever anything in the table changes.
  if (kind === "line") return `${whole(table)}/*`;
  return id.split(":").length === 3 ? `${whole(id)}/*` : id;
};

function refsOf(node, found = []) {
  if (!Array.isArray(node)) return found;
  if (node[0] === "r") found.push(node);
  else node.slice(1).forEach((part) => refsOf(part, found));
  return found;
}

export class Graph {
  constructor() {
    this.readers = new Map();
  }

  add(reader, ast, table) {
    for (const ref of refsOf(ast)) if (ref[1] !== "last") this.reads(keyOf(ref, table), reader, !["row", "up"].includes(ref[1]));
  }

  // `every`: it reads all rows, so that one changed cell concerns each of its results.
  reads(key, reader, every) {
    if (!this.readers.has(key)) this.readers.set(key, new Map());
    const readers = this.readers.get(key);
    readers.set(reader, every || readers.get(reader) === true);
  }

  // Notes what reads `key`; `row` is the one row in which it changed, null if it may be any.
  spread(wave, key, row) {
    for (const [reader, every] of this.readers.get(key) ?? []) {
      wave.add(reader, row && !every && reader.table === row.table ? row : null);
    }
  }

  // Notes what reads `key` over all rows: it has other rows now, and those that stay say what they said.
  spreadRows(wave, key) {
    for (const [reader, every] of this.readers.get(key) ?? []) if (every) wave.add(reader, null);
  }
}

// What waits after one change: each step, total and check once, for one row or (null) for all.
export class Wave {
  constructor() {
    this.totals = new Set();
    this.checks = new Map();
    this.steps = new Map();
  }

  add(reader, row) {
    if (reader.kind === "total") {
      this.totals.add(reader);
      return;
    }
    const waiting = reader.kind === "check" ? this.checks : this.steps;
    waiting.set(reader, !waiting.has(reader) || waiting.get(reader) === row ? row : null);
  }

  // Takes out the step that comes first in the order of the server, with its row.
  next() {
    let first = null;
    for (const step of this.steps.keys()) if (!first || step.order < first.order) first = step;
    if (!first) return null;
    const row = this.steps.get(first);
    this.steps.delete(first);
    return [first, row];
  }
}
