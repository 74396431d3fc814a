// The input of a formula: with a menu of fields and functions, and with what is wrong with it below.
import { el, icon } from "./dom.js";
import { onRename } from "./rename.js";
import { insertMenu } from "./insert.js";
import { t } from "./texts.js";

const inputs = new Set();

// What is wrong with formulas, as the server last said: [{path, message}]; each input picks its own by its path.
let latest = () => [];

export function showFaults(faultsOf) {
  latest = faultsOf;
  for (const one of inputs) {
    if (one.textarea.isConnected) one.showFaults(faultsOf(one.textarea));
    else inputs.delete(one);
  }
}

class BoundFormula {
  constructor(placeholder, name, id, state, rows) {
    this.idForLabel = id;
    this.textarea = el("textarea", {
      name,
      id,
      rows: rows || 2,
      spellcheck: "false",
      autocomplete: "off",
      class: "pilotdesk-formula-text",
      "aria-describedby": `${id}-faults`,
    });
    this.shown = el("input", { type: "hidden", name: `${name}-shown` });
    this.ids = el("input", { type: "hidden", name: `${name}-ids` });
    const button = el("button", { type: "button", class: "button button-small button-secondary", onclick: () => this.insert(button) });
    button.append(icon("plus"), t("insert"));
    this.faults = el("ul", { class: "pilotdesk-formula-faults", id: `${id}-faults`, "aria-live": "polite" });
    this.element = el("div", { class: "pilotdesk-formula" }, this.textarea, el("div", { class: "pilotdesk-formula-bar" }, button, this.faults));
    this.element.append(this.shown, this.ids);
    placeholder.replaceWith(this.element);
    this.setState(state);
    inputs.add(this);
    setTimeout(() => this.showFaults(latest(this.textarea)), 0);
    onRename(this, (text) => this.renamed(text));
  }

  insert(button) {
    insertMenu(button, this.textarea);
  }

  // A field that this formula names was renamed: the text follows, what it stands for stays.
  renamed(rewrite) {
    const text = rewrite(this.textarea.value, this.ids.value);
    if (text === this.textarea.value) return;
    if (this.textarea.value === this.shown.value) this.shown.value = text;
    this.textarea.value = text;
  }

  showFaults(faults) {
    this.faults.replaceChildren(...faults.map((one) => el("li", {}, one)));
    this.element.classList.toggle("is-wrong", faults.length > 0);
    if (faults.length) this.textarea.setAttribute("aria-invalid", "true");
    else this.textarea.removeAttribute("aria-invalid");
  }

  setState(state) {
    this.textarea.value = state?.[""] ?? "";
    this.shown.value = state?.shown ?? "";
    this.ids.value = state?.ids ?? "";
  }

  getState() {
    return { "": this.textarea.value, shown: this.shown.value, ids: this.ids.value };
  }

  getValue() {
    return this.textarea.value;
  }

  getTextLabel() {
    return this.textarea.value;
  }

  setInvalid(invalid) {
    if (invalid) this.textarea.setAttribute("aria-invalid", "true");
  }

  focus() {
    this.textarea.focus();
  }
}

export class FormulaInput {
  constructor(rows) {
    this.rows = rows;
  }

  render(placeholder, name, id, state) {
    return new BoundFormula(placeholder, name, id, state, this.rows);
  }
}
