// The case type on the page: its parts with their cards, and what there is to choose from.
import { t } from "../builder/texts.js";

const parts = new Map();
const listeners = new Set();
let given = { choices: {}, sections: {} };

export function configurePage(config) {
  given = config;
}

export function setPart(name, stream) {
  parts.set(name, stream);
}

// [{child, block, key, title}] of a part, in order.
export function cards(name) {
  return (parts.get(name)?.children ?? []).map((child) => {
    const { key, title } = child.block.childBlocks;
    return { child, block: child.block, key: String(key.getValue() ?? ""), title: String(title.getValue() ?? "") };
  });
}

const unique = (pairs) => [...new Map(pairs.filter(([key]) => key).reverse()).entries()].reverse();
const ofPart = (name) => unique(cards(name).map(({ key, title }) => [key, title || t("untitled")]));

// [[key, title]] of a source.
export function choices(source) {
  if (source === "targets") return [...ofPart("states"), ["$origin", t("origin")]];
  if (source === "sections") return given.sections[document.querySelector("[data-pilotdesk-form]")?.value] ?? [];
  return given.choices[source] ?? ofPart(source);
}

export function onChange(listener) {
  listeners.add(listener);
}

// Many changes at once make one call.
let waiting = false;
export function changed() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    for (const listener of listeners) listener();
  });
}
