// Brings back what a closed or crashed tab had not saved, visibly, and lets the person undo it.
import { apply, changesBetween, isBlank, labelOf, rowsOf, same, setRows, snapshot } from "./inputs.js";

// Returns what was restored: {count, at, labels, undo, forget, conflicting} or null.
export function restore(form, unsaved, revision) {
  const before = snapshot(form);
  const entries = unsaved.found();
  let conflicting = "";
  for (const entry of entries) {
    if (putBack(form, entry) && entry.revision !== revision.value) conflicting ||= entry.revision;
  }
  const names = changesBetween(before, snapshot(form));
  if (!names.length) {
    entries.forEach((entry) => unsaved.drop(entry.key));
    return null;
  }
  const fields = new Set(names.map((name) => fieldOf(form, name)));
  return {
    at: entries.at(-1).at,
    count: fields.size,
    labels: [...new Set(names.map((name) => labelOf(form, name)).filter(Boolean))],
    conflicting,
    undo: () => apply(form, before),
    forget: () => entries.forEach((entry) => entry.key !== unsaved.key && unsaved.drop(entry.key)),
  };
}

const isOrder = (form, name) => Boolean(form.querySelector(`[data-row-order][name="${CSS.escape(name)}"]`));

const fieldOf = (form, name) =>
  form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest("[id^=field-]")?.id ?? name;

// Applies what was changed on the other page; says whether the server has something else at the same place.
function putBack(form, entry) {
  const now = snapshot(form);
  const changed = changesBetween(entry.base, entry.texts);
  let clash = false;
  for (const name of Object.keys(entry.texts)) {
    if (!isOrder(form, name)) continue;
    const touched = changed.some((one) => one === name || one.startsWith(name.replace(/rows$/, "")));
    if (touched) setRows(form, name, mergedOrder(form, name, entry, now));
  }
  const texts = changed.filter((name) => !isOrder(form, name));
  for (const name of texts) {
    const known = [entry.base[name], entry.texts[name], entry.sent?.[name]];
    const isKnown = isBlank(now[name]) ? true : known.some((one) => same(one, now[name]));
    clash ||= !isKnown;
  }
  apply(form, entry.texts, texts);
  return clash;
}

function mergedOrder(form, name, entry, now) {
  const split = (texts) => (texts?.[0] ?? "").split(",").filter(Boolean);
  const [base, mine, current] = [split(entry.base[name]), split(entry.texts[name]), rowsOf(form, name)];
  const stem = name.replace(/rows$/, "");
  const isEmpty = (id) => Object.keys(now).every((one) => !one.startsWith(`${stem}${id}-`) || isBlank(now[one]));
  const kept = current.filter((id) => mine.includes(id) || (!base.includes(id) && !isEmpty(id)));
  const added = kept.filter((id) => !mine.includes(id));
  return [...mine, ...added];
}
