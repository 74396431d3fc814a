// What keeps the form from being published, asked of the server while one builds; each line leads to its place.
import { el, post } from "./dom.js";
import { onChange, outline, reveal } from "./form.js";
import { showFaults } from "./formula.js";
import { t, url } from "./texts.js";

const PAUSE = 900;
let problems = [];
const listeners = new Set();

export function onChecked(listener) {
  listeners.add(listener);
}

// Counts of faults by section and field, both from 0.
export function faultCounts() {
  const blocking = problems.filter((one) => one.blocks);
  return {
    of: (section, field) =>
      blocking.filter((one) => one.section === section && (field === undefined ? one.field === null : one.field === field)).length,
  };
}

export function mountChecklist(nav) {
  const title = el("h2", {}, t("checklist"));
  const state = el("p", { class: "pilotdesk-check-state", role: "status" });
  const list = el("ul", { class: "pilotdesk-problems" });
  nav.append(el("section", { class: "pilotdesk-checklist" }, title, state, list));
  let timer = 0;
  let asked = 0;
  const check = async () => {
    const form = nav.closest("form");
    const number = ++asked;
    const body = new FormData(form);
    body.append("pk", location.pathname.match(/\/edit\/(\d+)\//)?.[1] ?? "");
    const answer = await post(url("check"), body);
    if (number !== asked) return;
    if (!answer) {
      state.textContent = t("check_failed");
      return;
    }
    problems = answer.problems;
    draw(state, list);
    showFaults(faultsAt);
    for (const listener of listeners) listener();
  };
  onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
  setTimeout(check, 300);
}

function draw(state, list) {
  const blocking = problems.filter((one) => one.blocks).length;
  state.textContent = blocking ? t("faults", { count: blocking }) : t("no_faults");
  state.classList.toggle("is-good", !blocking);
  list.replaceChildren(...problems.map((one) => el("li", { class: one.blocks ? "is-blocking" : "is-warning" }, line(one))));
}

function line(problem) {
  if (problem.section === null && problem.check === null) return el("span", {}, problem.message);
  return el("button", { type: "button", onclick: () => go(problem) }, problem.message);
}

function childOf(problem) {
  const section = outline()[problem.section];
  return section && (section.fields[problem.field]?.child ?? section.child);
}

function go(problem) {
  if (problem.check !== null) {
    const panels = document.querySelectorAll('input[name^="checks-"][name$="-type"]');
    const panel = panels[problem.check]?.closest("[data-streamfield-child]");
    if (panel) reveal(panel);
    return;
  }
  const child = childOf(problem);
  if (!child) return;
  reveal(child.element, !problem.attribute);
  if (problem.attribute) setTimeout(() => focusAttribute(child, problem), 60);
}

function focusAttribute(child, problem) {
  const place = child.element.querySelector(`[data-contentpath="${problem.attribute}"]`);
  const settings = place?.closest("[data-block-settings][hidden]");
  if (settings) child.element.querySelector('[data-streamfield-action="SETTINGS"]')?.click();
  place?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

// The messages that belong to one formula input.
function faultsAt(textarea) {
  return problems
    .filter((one) => one.attribute && childHolds(one, textarea))
    .map((one) => (one.position ? `${t("position", one.position)} ${one.short}` : one.short));
}

function childHolds(problem, textarea) {
  const name = textarea.closest("[data-contentpath]")?.dataset.contentpath;
  if (name !== problem.attribute) return false;
  if (problem.check !== null) {
    const inputs = [...document.querySelectorAll('input[name^="checks-"][name$="-order"]')];
    const own = textarea.closest("[data-streamfield-child]");
    return own?.querySelector('input[name$="-order"]') === inputs.find((one) => one.value === String(problem.check));
  }
  const section = outline()[problem.section];
  if (!section) return false;
  if (problem.field === null) return section.child.element.contains(textarea) && !section.fields.some((one) => one.child.element.contains(textarea));
  const field = section.fields[problem.field];
  if (!field) return false;
  const columns = field.block.columns();
  const column = problem.column === null ? null : columns[problem.column]?.block;
  const inColumn = columns.find((one) => one.block?.element.contains(textarea));
  return column ? column.element.contains(textarea) : field.child.element.contains(textarea) && !inColumn;
}
