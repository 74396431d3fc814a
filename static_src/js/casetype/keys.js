// Choosing by title what the document names by key: one from a list, or several by ticking.
import { el } from "../builder/dom.js";
import { t } from "../builder/texts.js";
import { changed, choices, onChange } from "./page.js";

const inputs = new Set();

onChange(() => {
  for (const one of inputs) {
    if (one.element.isConnected) one.refresh();
    else inputs.delete(one);
  }
});

class Bound {
  constructor(source) {
    this.source = source;
    this.shown = "";
    inputs.add(this);
    // Cards that stand further down are not there yet.
    setTimeout(() => this.refresh(), 0);
  }

  // Redraw only when there is something else to choose.
  refresh() {
    const offered = choices(this.source);
    const now = JSON.stringify([offered, this.state()]);
    if (now === this.shown) return;
    this.shown = now;
    this.draw(offered);
  }

  getState() {
    return this.state();
  }

  getValue() {
    return this.state();
  }

  titleOf(key) {
    return choices(this.source).find(([one]) => one === key)?.[1] ?? key;
  }

  setInvalid(invalid) {
    this.element.toggleAttribute("data-invalid", invalid);
  }
}

function fill(select, offered, chosen) {
  const options = [["", t("none")], ...offered];
  if (chosen && !offered.some(([key]) => key === chosen)) options.push([chosen, t("missing", { key: chosen })]);
  select.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
  select.value = chosen;
}

class BoundKey extends Bound {
  constructor(placeholder, name, id, state, source) {
    super(source);
    this.idForLabel = id;
    this.chosen = state ?? "";
    this.select = el("select", { name, id, onchange: () => (this.chosen = this.select.value) });
    this.element = this.select;
    placeholder.replaceWith(this.select);
    this.refresh();
  }

  draw(offered) {
    fill(this.select, offered, this.chosen);
  }

  state() {
    return this.chosen;
  }

  setState(state) {
    this.chosen = state ?? "";
    this.refresh();
  }

  getTextLabel() {
    return this.chosen && this.titleOf(this.chosen);
  }

  focus() {
    this.select.focus();
  }
}

class BoundKeys extends Bound {
  constructor(placeholder, name, id, state, source) {
    super(source);
    this.idForLabel = id;
    this.name = name;
    this.id = id;
    this.chosen = [...(state ?? [])];
    this.boxes = el("div", { class: "pilotdesk-keys-boxes" });
    this.posted = el("div", { hidden: true });
    this.element = el("div", { class: "pilotdesk-keys", id, role: "group", tabindex: "-1" }, this.boxes, this.posted);
    placeholder.replaceWith(this.element);
    setTimeout(() => this.nameGroup(), 0);
    this.refresh();
  }

  // The label of a group of boxes is no label of one input.
  nameGroup() {
    const label = document.querySelector(`label[for="${CSS.escape(this.id)}"]`);
    if (!label) return;
    label.id ||= `${this.id}-label`;
    label.removeAttribute("for");
    this.element.setAttribute("aria-labelledby", label.id);
  }

  draw(offered) {
    const missing = this.chosen.filter((key) => !offered.some(([one]) => one === key));
    const all = [...offered, ...missing.map((key) => [key, t("missing", { key })])];
    const focused = this.boxes.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const none = this.source === "sections" ? t("choose_form") : t("nothing_to_choose");
    this.boxes.replaceChildren(...(all.length ? all.map((one) => this.box(...one)) : [el("p", {}, none)]));
    this.posted.replaceChildren(...this.chosen.map((value) => el("input", { type: "hidden", name: this.name, value })));
    if (focused !== null) this.boxes.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  box(key, title) {
    const input = el("input", {
      type: "checkbox",
      "data-key": key,
      checked: this.chosen.includes(key),
      onchange: () => this.tick(key, input.checked),
    });
    return el("label", { class: "pilotdesk-keys-box" }, input, el("span", {}, title));
  }

  // The order in which keys were chosen stays: a list that nobody has touched is posted as it came.
  tick(key, wanted) {
    this.chosen = this.chosen.filter((one) => one !== key);
    if (wanted) this.chosen.push(key);
    this.refresh();
    changed();
  }

  state() {
    return [...this.chosen];
  }

  setState(state) {
    this.chosen = [...(state ?? [])];
    this.refresh();
  }

  getTextLabel() {
    return this.chosen.map((key) => this.titleOf(key)).join("、");
  }

  focus() {
    (this.boxes.querySelector("input") ?? this.element).focus();
  }
}

export class KeyInput {
  constructor(source) {
    this.source = source;
  }

  render(placeholder, name, id, state) {
    return new BoundKey(placeholder, name, id, state, this.source);
  }
}

export class KeysInput {
  constructor(source) {
    this.source = source;
  }

  render(placeholder, name, id, state) {
    return new BoundKeys(placeholder, name, id, state, this.source);
  }
}

// Lists outside of the cards whose choices stand on the page.
export function fillOutside(form) {
  for (const select of form.querySelectorAll("select[data-pilotdesk-keys]")) {
    const draw = () => fill(select, choices(select.dataset.pilotdeskKeys), select.value);
    draw();
    onChange(draw);
  }
}
