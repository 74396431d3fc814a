// A reference to one field of the form: a list of those there are, kept as the field's id.
import { el } from "./dom.js";
import { allFields, sectionName } from "./form.js";
import { t } from "./texts.js";

class BoundReference {
  constructor(placeholder, name, id, state, kinds) {
    this.idForLabel = id;
    this.kinds = kinds;
    this.select = el("select", { name, id, onfocus: () => this.fill(), onpointerdown: () => this.fill() });
    placeholder.replaceWith(this.select);
    this.element = this.select;
    this.setState(state);
    // Fields that stand further down are not there yet.
    setTimeout(() => this.fill(), 0);
  }

  fill() {
    const chosen = this.select.value || this.wanted;
    const groups = new Map();
    for (const field of allFields()) {
      if (!field.id || (this.kinds.length && !this.kinds.includes(field.type))) continue;
      const title = sectionName(field.section);
      if (!groups.has(title)) groups.set(title, el("optgroup", { label: title }));
      groups.get(title).append(el("option", { value: field.id }, field.label || t("unnamed")));
    }
    this.select.replaceChildren(el("option", { value: "" }, "—"), ...groups.values());
    if (chosen && ![...this.select.options].some((one) => one.value === chosen)) {
      this.select.append(el("option", { value: chosen }, `? ${chosen}`));
    }
    this.select.value = chosen ?? "";
  }

  setState(state) {
    this.wanted = state ?? "";
    this.fill();
  }

  getState() {
    return this.select.value;
  }

  getValue() {
    return this.select.value;
  }

  getTextLabel() {
    return this.select.selectedOptions[0]?.text ?? "";
  }

  setInvalid() {}

  focus() {
    this.select.focus();
  }
}

export class FieldReference {
  constructor(kinds) {
    this.kinds = kinds;
  }

  render(placeholder, name, id, state) {
    return new BoundReference(placeholder, name, id, state, this.kinds);
  }
}
