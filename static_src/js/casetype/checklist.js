// What keeps the case type from being published, asked of the server while one edits; each line leads to its card.
import { el, post } from "../builder/dom.js";
import { reveal } from "../builder/form.js";
import { t, url } from "../builder/texts.js";
import { cards, onChange } from "./page.js";

const PAUSE = 900;

export function mountChecklist(form) {
  const state = el("p", { class: "pilotdesk-check-state", role: "status" });
  const list = el("ul", { class: "pilotdesk-problems" });
  const hint = el("p", { class: "pilotdesk-check-hint" }, t("diagram_hint"));
  const box = el("section", { class: "pilotdesk-case-checklist" }, el("h2", {}, t("checklist")), state, list, hint);
  const tabs = form.querySelector(".w-tabs") ?? form.firstElementChild;
  tabs.before(box);
  let timer = 0;
  let asked = 0;
  const check = async () => {
    const number = ++asked;
    const body = new FormData(form);
    body.append("pk", location.pathname.match(/\/edit\/(\d+)\//)?.[1] ?? "");
    const answer = await post(url("check"), body);
    if (number !== asked) return;
    if (answer) draw(state, list, answer.problems);
    else state.textContent = t("check_failed");
  };
  onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
  setTimeout(check, 300);
}

function draw(state, list, problems) {
  const blocking = problems.filter((one) => one.blocks).length;
  state.textContent = blocking ? t("faults", { count: blocking }) : t("no_faults");
  state.classList.toggle("is-good", !blocking);
  list.replaceChildren(...problems.map((one) => el("li", { class: one.blocks ? "is-blocking" : "is-warning" }, line(one))));
}

function line(problem) {
  if (!problem.part && !problem.attribute) return el("span", {}, problem.message);
  return el("button", { type: "button", onclick: () => go(problem) }, problem.message);
}

function go(problem) {
  const card = problem.part && cards(problem.part)[problem.index]?.child.element;
  const outside = document.getElementById(`id_${problem.attribute}`) ?? document.querySelector(`[data-contentpath="${problem.part}"]`);
  const place = card ?? outside?.closest("[data-contentpath], .w-panel") ?? outside;
  if (!place) return;
  openTab(place);
  reveal(place, !card || !problem.attribute);
  if (card && problem.attribute) setTimeout(() => focusInput(card, problem.attribute), 80);
}

function openTab(element) {
  const panel = element.closest('[role="tabpanel"]');
  if (panel?.hidden) document.querySelector(`[role="tab"][href="#${panel.id}"]`)?.click();
}

function focusInput(card, attribute) {
  const place = card.querySelector(`[data-contentpath="${attribute}"]`);
  if (!place) return;
  const folded = place.closest("[data-panel]")?.querySelector("[data-panel-toggle]");
  if (folded?.getAttribute("aria-expanded") === "false") folded.click();
  place.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
}
