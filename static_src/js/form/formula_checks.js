// Checks of a section while somebody types: the message appears at its field when the input is left, and goes when the
// check holds again. Messages that the server wrote are taken over.
import { Decimal, evaluate } from "../formula/index.js";

const CLASSES = { error: "field-error", explain: "field-explain", notice: "field-notice" };

export function setUpChecks(page, checks) {
  return checks.map((check) => new Check(page, check));
}

class Check {
  constructor(page, data) {
    Object.assign(this, data);
    this.kind = "check";
    this.page = page;
  }

  update(row) {
    if (!this.table) return this.put(this.anchor, this.fails(), "");
    const rows = row ? [row] : this.page.rowsOf(this.table);
    for (const one of rows) {
      this.page.row = one;
      const fails = this.fails();
      this.page.row = null;
      const column = this.columns.find((name) => one.element.querySelector(`[name="${CSS.escape(one.name(name))}"]`));
      if (column) this.put(one.name(column), fails, one.id);
    }
    return undefined;
  }

  get columns() {
    const named = new Set();
    const walk = (node) => {
      if (!Array.isArray(node)) return;
      if (node[0] === "r" && node[1] === "row") named.add(node[2]);
      else node.forEach(walk);
    };
    walk(this.ast);
    const columns = Object.keys(this.page.tables.columnsOf(this.table));
    return named.size ? columns.filter((one) => named.has(one)) : columns;
  }

  fails() {
    if (this.page.hidden.has(this.anchor)) return false;
    const env = this.page.env;
    for (const [kind, id] of this.waits) {
      const value = kind === "row" ? env.row(id) : kind === "up" ? env.up(id) : kind === "last" ? env.last(id) : env.value(id);
      if (value === null || value === undefined || value === "") return false;
    }
    const result = evaluate(this.ast, env);
    return result === false || (result instanceof Decimal && result.isZero());
  }

  put(path, fails, row) {
    const key = row ? `${this.id}-${row}` : this.id;
    const explain = document.querySelector(`[data-check="${CSS.escape(key)}"]`);
    if (explain) {
      explain.hidden = !fails;
      return;
    }
    const written = this.written(path, row);
    if (written) {
      written.hidden = !fails;
      return;
    }
    const id = `check-${key}`;
    const shown = document.getElementById(id);
    if (!fails) {
      shown?.remove();
      return;
    }
    if (shown) return;
    const at = document.getElementById(path) ?? document.getElementById(`field-${path}`);
    if (!at) return;
    const message = document.createElement("p");
    message.className = CLASSES[this.tier] ?? CLASSES.error;
    message.id = id;
    message.textContent = this.message;
    (at.closest(".input-group") ?? at.closest(".choice-group") ?? at.closest(".rows") ?? at.closest(".computed") ?? at).before(message);
    this.page.say(this.message);
  }

  // The server's own message at this place, written when the page was made.
  written(path, row) {
    const field = row ? null : document.getElementById(`field-${path}`);
    const messages = field ? field.querySelectorAll(".field-error, .field-notice") : [document.getElementById(`${path}-error`)];
    return [...messages].find((one) => one && !one.id.startsWith("check-") && one.textContent.includes(this.message));
  }
}
