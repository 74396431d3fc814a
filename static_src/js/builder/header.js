// The header of a closed field: its label first, then type, code, and what is special about it.
import { fieldMenu } from "./move.js";
import { t } from "./texts.js";

function mark(kind, text, title = "") {
  const span = document.createElement("span");
  span.className = `pilotdesk-mark pilotdesk-mark--${kind}`;
  span.textContent = text;
  if (title) span.title = title;
  return span;
}

export function dressField(field) {
  const heading = field.panel?.querySelector("[data-panel-heading]");
  if (!heading) return;
  const facts = field.facts();
  const title = heading.querySelector("[data-panel-heading-text]");
  if (title) title.textContent = facts.label || t("unnamed");
  heading.classList.add("pilotdesk-heading");
  let marks = heading.querySelector(".pilotdesk-marks");
  if (!marks) {
    marks = document.createElement("span");
    marks.className = "pilotdesk-marks";
    heading.append(marks);
    fieldMenu(field);
  }
  const parts = [];
  if (facts.toConfirm) parts.push(mark("confirm", t("to_confirm"), facts.toConfirm));
  if (facts.required) parts.push(mark("required", t("required")));
  if (facts.computed) parts.push(mark("computed", "ƒx", t("computed")));
  if (facts.conditional) parts.push(mark("conditional", t("conditional"), t("conditional_title")));
  if (facts.key) parts.push(mark("key", facts.key));
  marks.replaceChildren(...parts);
}
