// A text area of tab-separated cells becomes a table of inputs: paste from Excel, add, delete and move rows.

const parse = (text) => {
  const rows = [];
  let row = [], cell = "", quoted = false;
  const endCell = () => { row.push(cell.trim()); cell = ""; };
  const endRow = () => { endCell(); rows.push(row); row = []; };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') { cell += '"'; i += 1; }
      else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === "\t") endCell();
    else if (char === "\n") endRow();
    else if (char !== "\r") cell += char;
  }
  if (cell !== "" || row.length) endRow();
  return rows;
};

const write = (rows) =>
  rows.map((row) => row.map((cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t")).join("\n");

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  Object.keys(attributes).forEach((key) => {
    if (key in made) made[key] = attributes[key];
    else made.setAttribute(key, attributes[key]);
  });
  made.append(...children);
  return made;
};

class Grid {
  constructor(text) {
    this.text = text;
    const given = JSON.parse(text.dataset.grid);
    this.words = given.words;
    this.last = given.last;
    this.columns = given.columns;
    this.rows = parse(text.value);
    this.followed = text.dataset.gridFollows && text.form.elements[text.dataset.gridFollows];
    if (this.followed) {
      this.columns = (this.rows.shift() ?? []).map((label) => ({ label, options: [] }));
      this.followed.addEventListener("grid:change", () => this.follow());
    }
    this.box = element("div", { className: "reference-grid" });
    text.after(this.box);
    text.hidden = true;
    if (this.followed) this.follow();
    else this.render();
  }

  // Take the columns that the other grid names; what stood below an old name moves along with it.
  follow() {
    const given = this.followed.grid ? this.followed.grid.rows : parse(this.followed.value);
    const named = (use) => given.filter((row) => (row[1] || "condition") === use).map((row) => row[0] || "");
    const labels = [...named("condition"), ...named("result"), this.last];
    const old = this.columns.map((column) => column.label);
    const lost = old.filter((label) => !labels.includes(label));
    const fresh = labels.filter((label) => !old.includes(label));
    const renamed = lost.length === fresh.length ? new Map(fresh.map((label, index) => [label, lost[index]])) : new Map();
    const from = labels.map((label) => old.indexOf(renamed.get(label) ?? label));
    this.rows = this.rows.map((row) => from.map((index) => (index < 0 ? "" : row[index] ?? "")));
    this.columns = labels.map((label) => ({ label, options: [] }));
    this.render();
  }

  store() {
    const rows = this.rows.filter((row) => row.some((cell) => cell !== ""));
    const all = this.followed ? [this.columns.map((column) => column.label), ...rows] : rows;
    this.text.value = write(all);
    this.text.dispatchEvent(new Event("grid:change"));
    this.text.dispatchEvent(new Event("change", { bubbles: true }));
  }

  control(row, at) {
    const column = this.columns[at];
    const value = this.rows[row][at] ?? "";
    const name = `${column.label} ${this.words.row} ${row + 1}`;
    if (!column.options.length) return element("input", { type: "text", value, "aria-label": name, autocomplete: "off" });
    const select = element("select", { "aria-label": name });
    [["", ""], ...column.options].forEach((option) => {
      select.append(element("option", { value: option[0], selected: option.includes(value) }, option[1]));
    });
    return select;
  }

  button(action, sign, row) {
    return element(
      "button",
      { type: "button", className: "button button-small button-secondary", "data-act": action, title: this.words[action],
        "aria-label": `${this.words[action]} ${row + 1}` },
      sign,
    );
  }

  line(row) {
    const cells = this.columns.map((_column, at) => element("td", {}, this.control(row, at)));
    const acts = element("td", { className: "reference-grid-acts" },
      this.button("up", "↑", row), this.button("down", "↓", row), this.button("remove", "×", row));
    return element("tr", {}, element("th", { scope: "row" }, String(row + 1)), ...cells, acts);
  }

  render() {
    if (!this.rows.length) this.rows.push(this.columns.map(() => ""));
    const head = element("tr", {}, element("th", { scope: "col" }, "#"),
      ...this.columns.map((column) => element("th", { scope: "col" }, column.label || "…")), element("td"));
    this.body = element("tbody", {}, ...this.rows.map((_row, index) => this.line(index)));
    const add = element("button", { type: "button", className: "button button-small", "data-act": "add" }, this.words.add);
    const table = element("table", { className: "listing" }, element("thead", {}, head), this.body);
    this.box.replaceChildren(
      element("div", { className: "reference-grid-scroll", tabIndex: 0, role: "region", "aria-label": this.text.labels?.[0]?.textContent.trim() ?? "" }, table),
      element("p", { className: "reference-grid-foot" }, add, element("span", { className: "help" }, this.words.paste)),
    );
  }

  place(target) {
    const cell = target.closest("td");
    const row = target.closest("tr");
    return { row: [...this.body.children].indexOf(row), at: cell ? [...row.children].indexOf(cell) - 1 : 0 };
  }

  focus(row, at) {
    this.body.children[row]?.children[at + 1]?.firstElementChild?.focus();
  }

  typed(target) {
    const place = this.place(target);
    const row = place.row;
    while (this.rows[row].length < this.columns.length) this.rows[row].push("");
    this.rows[row][place.at] = target.value.trim();
    this.store();
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/\n$/, ""))) return;
    event.preventDefault();
    const place = this.place(event.target);
    const row = place.row;
    const at = place.at;
    parse(text).forEach((cells, down) => {
      this.rows[row + down] ??= this.columns.map(() => "");
      cells.forEach((cell, right) => {
        if (at + right < this.columns.length) this.rows[row + down][at + right] = cell;
      });
    });
    this.render();
    this.store();
    this.focus(row, at);
  }

  act(button) {
    const act = button.dataset.act;
    if (act === "add") this.rows.push(this.columns.map(() => ""));
    const row = act === "add" ? this.rows.length - 1 : this.place(button).row;
    const other = act === "up" ? row - 1 : row + 1;
    if (act === "remove") this.rows.splice(row, 1);
    if ((act === "up" || act === "down") && this.rows[other]) {
      const moved = this.rows[row];
      this.rows[row] = this.rows[other];
      this.rows[other] = moved;
    }
    this.render();
    this.store();
    this.focus(act === "up" || act === "down" ? Math.min(Math.max(other, 0), this.rows.length - 1) : Math.min(row, this.rows.length - 1), 0);
  }

  keys(event) {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    if (!step || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const place = this.place(event.target);
    if (event.key === "Enter" && place.row === this.rows.length - 1) this.act({ dataset: { act: "add" } });
    this.focus(place.row + step, place.at);
  }

  listen() {
    this.box.addEventListener("input", (event) => this.typed(event.target));
    this.box.addEventListener("paste", (event) => this.paste(event));
    this.box.addEventListener("keydown", (event) => this.keys(event));
    this.box.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-act]");
      if (button) this.act(button);
    });
  }
}

const start = () => {
  for (const text of document.querySelectorAll("textarea[data-grid]")) {
    text.grid = new Grid(text);
    text.grid.listen();
  }
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
