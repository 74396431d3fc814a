// Wagtail's blocks, changed where a form needs it: fields open on demand, copies get ids of their own.
import { changed, keysInUse, setSections, touched, withId } from "./form.js";
import { dressField } from "./header.js";
import { withFreeKeys, withNewIds } from "./ids.js";
import { mountOutline } from "./outline.js";
import { dressSection } from "./section.js";
import { suggestKey } from "./suggest.js";
import { configure } from "./texts.js";

function hiddenInput(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}

// A field that is closed: its state in one hidden input. Opening it makes Wagtail's own block of it, once.
class Field {
  constructor(definition, makeBlock, placeholder, prefix, state, error) {
    this.blockDef = definition;
    this.type = definition.name;
    this.prefix = prefix;
    this.makeBlock = makeBlock;
    this.state = withId(state) || {};
    this.real = null;
    this.element = document.createElement("div");
    this.element.dataset.pilotdeskField = "";
    this.input = hiddenInput(`${prefix}-state`, JSON.stringify(this.state));
    this.element.append(this.input);
    placeholder.replaceWith(this.element);
    this.panel = this.element.closest("[data-panel]");
    const toggle = this.panel?.querySelector("[data-panel-toggle]");
    toggle?.addEventListener("wagtail:panel-toggle", (event) => event.detail.expanded && this.open());
    // Whether the panel is closed is known only after Wagtail has made it.
    queueMicrotask(() => {
      dressField(this);
      if (toggle?.getAttribute("aria-expanded") !== "false") this.open();
    });
    if (error) this.setError(error);
    this.element.closest("form")?.addEventListener("formdata", (event) => this.post(event.formData));
  }

  open() {
    if (this.real) return this.real;
    const place = document.createElement("div");
    this.element.append(place);
    this.real = this.makeBlock(place, this.prefix, this.state, this.error);
    this.asOpened = JSON.stringify(this.real.getState());
    suggestKey(this);
    this.element.addEventListener("input", () => this.changed());
    this.element.addEventListener("change", () => this.changed());
    return this.real;
  }

  changed() {
    dressField(this);
    changed();
  }

  // One value is posted whether the field is open or not: to open one and look at it is no change.
  post(data) {
    if (!this.element.isConnected || this.element.parentElement.closest("[data-pilotdesk-field]")) return;
    for (const name of [...data.keys()]) {
      if (name.startsWith(`${this.prefix}-`) && name !== this.input.name) data.delete(name);
    }
    const state = this.real && JSON.stringify(this.real.getState());
    data.set(this.input.name, state && state !== this.asOpened ? state : this.input.value);
  }

  // What the outline and the menus say about this field, without opening it.
  facts() {
    const value = (name) => {
      const child = this.real?.childBlocks[name];
      return child ? child.getState() : this.state[name];
    };
    return {
      id: value("id") || "",
      type: this.type,
      label: value("label") || value("message") || "",
      key: value("key") || "",
      required: Boolean(value("required")),
      computed: Boolean(value("formula")?.[""]),
      conditional: Boolean(value("visible")?.[""]),
      toConfirm: value("to_confirm") || "",
      unit: [value("unit")].flat()[0] || "",
    };
  }

  // The columns of a table: [{id, label, type, columns}]; `block` where the column is on the page.
  columns() {
    if (this.real?.childBlocks.columns) {
      return this.real.childBlocks.columns.children.map(({ block }) => ({ ...block.facts(), block, columns: block.columns() }));
    }
    return closedColumns(this.state);
  }

  // The rows of a table whose rows the form names: [{label, element}].
  rows() {
    const list = this.real?.childBlocks.rows;
    if (list) return list.children.map(({ block, element }) => ({ label: block.childBlocks.label.getValue(), element }));
    return (this.state.rows || []).map((one) => one.value ?? one);
  }

  // Let the formulas of a closed field follow a rename; an opened one's inputs do it themselves.
  rewrite(change) {
    if (this.real) return;
    const follow = (value) => {
      if (Array.isArray(value)) return value.map(follow);
      if (!value || typeof value !== "object") return value;
      const next = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, follow(part)]));
      if (typeof next.shown !== "string" || typeof next[""] !== "string") return next;
      const text = change(next[""], next.ids);
      return { ...next, "": text, shown: next.shown === next[""] ? text : next.shown };
    };
    this.state = follow(this.state);
    this.input.value = JSON.stringify(this.state);
  }

  getState() {
    return this.real ? this.real.getState() : this.state;
  }

  setState(state) {
    this.asOpened = "";
    if (this.real) this.real.setState(state);
    else {
      this.state = withId(state);
      this.input.value = JSON.stringify(this.state);
    }
    dressField(this);
  }

  getDuplicatedState() {
    const state = withNewIds(this.real ? this.real.getDuplicatedState() : this.state);
    return { ...state, key: "" };
  }

  getValue() {
    return this.real ? this.real.getValue() : this.state;
  }

  getTextLabel() {
    return this.facts().label;
  }

  setError(error) {
    this.error = error;
    if (error) this.open().setError(error);
  }

  focus(options) {
    this.open().focus(options);
  }
}

const closedColumns = (state) =>
  (state.columns || []).map(({ type, value }) => ({ ...value, type, columns: closedColumns(value) }));

export function fieldDefinition({ StructBlockDefinition }) {
  return class extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      const make = (...parts) => super.render(...parts);
      return new Field(this, make, placeholder, prefix, state, error);
    }
  };
}

export function sectionDefinition({ StructBlockDefinition }) {
  return class extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      const panel = placeholder.closest("[data-panel]");
      const block = super.render(placeholder, prefix, withId(state), error);
      block.getDuplicatedState = () => withFreeKeys(withNewIds(block.getState()), keysInUse());
      queueMicrotask(() => dressSection(block, panel));
      return block;
    }
  };
}

export function sectionsDefinition({ StreamBlockDefinition }) {
  return class extends StreamBlockDefinition {
    constructor(name, groups, states, meta) {
      super(name, groups, states, meta);
      configure(meta.pilotdesk);
    }

    render(placeholder, prefix, state, error) {
      const stream = super.render(placeholder, prefix, state, error);
      setSections(stream);
      const counted = stream.blockCountChanged.bind(stream);
      stream.blockCountChanged = () => {
        counted();
        changed();
      };
      stream.element.addEventListener("input", changed);
      stream.element.addEventListener("change", changed);
      const list = "[data-streamfield-stream-container], [data-streamfield-list-container]";
      const moved = (records) => records.some((one) => one.target.matches(list)) && changed();
      new MutationObserver(moved).observe(stream.element, { childList: true, subtree: true });
      mountOutline(stream);
      return stream;
    }
  };
}

// Pasting several lines into an option makes as many options.
export function optionsDefinition({ ListBlockDefinition }) {
  return class extends ListBlockDefinition {
    render(placeholder, prefix, state, error) {
      const list = super.render(placeholder, prefix, state, error);
      list.container[0].addEventListener("paste", (event) => {
        const lines = event.clipboardData.getData("text").split(/\r?\n/).map((one) => one.trim()).filter(Boolean);
        const label = event.target.closest('[data-contentpath="label"]');
        if (lines.length < 2 || !label) return;
        event.preventDefault();
        const at = list.children.findIndex((child) => child.element.contains(event.target));
        list.children[at].block.childBlocks.label.setState(lines[0]);
        lines.slice(1).forEach((line, index) => {
          const blank = this.initialChildState;
          list.insert({ ...blank, label: line }, at + 1 + index, { id: crypto.randomUUID?.() });
        });
        touched(list.container[0]);
      });
      return list;
    }
  };
}
