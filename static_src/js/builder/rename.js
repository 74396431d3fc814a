// When a field gets another label, the formulas on the page that name it say the new one at once.
import { allFields, outline } from "./form.js";

const followers = new Map();
let known = new Map();

export function onRename(owner, follow) {
  followers.set(owner, follow);
}

// {id: label} of every field and column.
function labels() {
  const found = new Map();
  for (const field of allFields()) {
    if (field.id) found.set(field.id, field.label);
    for (const column of field.block.columns()) if (column.id) found.set(column.id, column.label);
  }
  return found;
}

export function remember() {
  known = labels();
}

export function followRenames() {
  const now = labels();
  for (const [id, label] of now) {
    const old = known.get(id);
    if (!old || !label || old === label) continue;
    // Another field of the old name keeps the formulas that mean it; only those known to mean this one follow.
    const shared = [...now.values()].includes(old);
    rewriteAll(id, old, label, shared);
  }
  known = now;
}

function rewriteAll(id, old, label, shared) {
  const rewrite = (text, ids) => {
    if (shared || (ids && !ids.includes(`#${id}`))) return text;
    return renamedIn(text, old, label);
  };
  for (const follow of followers.values()) follow(rewrite);
  for (const section of outline()) for (const field of section.fields) field.block.rewrite?.(rewrite);
}

// Names stand in brackets, in parts: [label], [table.column], [row.column], [section/label].
export function renamedIn(text, old, label) {
  return text.replace(/\[([^\][]*)\]/g, (whole, name) => {
    if (name === old) return `[${label}]`;
    const renamed = name.split(/([.．。/])/).map((part) => (part.trim() === old ? label : part));
    return `[${renamed.join("")}]`;
  });
}
