// The form on the page as one object: its sections with their fields, in order. Everything else asks here.
import { newId } from "./ids.js";
import { t } from "./texts.js";

let sections = null;
const listeners = new Set();

export function setSections(stream) {
  sections = stream;
}

export function sectionsStream() {
  return sections;
}

// Call `listener` after anything in the form has changed; many changes at once make one call.
export function onChange(listener) {
  listeners.add(listener);
}

let waiting = false;
export function changed() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    for (const listener of listeners) listener();
  });
}

// Wagtail notices changes by events of inputs; a changed hidden value has to say so itself.
export function touched(element) {
  element.dispatchEvent(new Event("change", { bubbles: true }));
  changed();
}

// [{child, block, id, title, number, fields: [{child, block, id, type, state, columns}]}]
export function outline() {
  if (!sections) return [];
  return sections.children.map((child, index) => {
    const part = child.block.childBlocks;
    return {
      child,
      index,
      block: child.block,
      stream: part.fields,
      id: part.id.getValue(),
      number: part.number.getValue(),
      title: part.title.getValue(),
      key: part.key.getValue(),
      fields: part.fields.children.map((one, place) => ({ child: one, index: place, block: one.block, ...one.block.facts() })),
    };
  });
}

export function allFields() {
  return outline().flatMap((section) => section.fields.map((field) => ({ ...field, section })));
}

export function sectionName(section) {
  return (section.number ? `${section.number}、` : "") + (section.title || t("unnamed"));
}

// Give a state that has just been made an id, so that formulas can name it before it has ever been saved.
export function withId(state) {
  return state && !state.id ? { ...state, id: newId() } : state;
}

// Open a panel and everything around it, bring it into view and put the focus there.
export function reveal(element, focus = true) {
  for (let panel = element.querySelector("[data-panel]") ?? element.closest("[data-panel]"); panel; panel = panel.parentElement?.closest("[data-panel]")) {
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  const tab = element.closest('[role="tabpanel"][hidden]');
  if (tab) document.querySelector(`[role="tab"][aria-controls="${tab.id}"], [href="#${tab.id}"]`)?.click();
  requestAnimationFrame(() => {
    element.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    if (focus) element.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
  });
}

// The codes that sections and fields have by now.
export function keysInUse() {
  return new Set(outline().flatMap((section) => [section.key, ...section.fields.map((field) => field.key)]).filter(Boolean));
}
