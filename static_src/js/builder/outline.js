// The outline beside the form: sections and fields as a tree to jump by, with what is wrong where, and the checklist.
import { mountChecklist, faultCounts, onChecked } from "./checklist.js";
import { el, icon } from "./dom.js";
import { onChange, outline, reveal, sectionName } from "./form.js";
import { openLibrary } from "./library.js";
import { followRenames, remember } from "./rename.js";
import { toggleAll } from "./section.js";
import { t, url } from "./texts.js";

export function mountOutline(stream) {
  const content = stream.element.closest(".w-panel__content") ?? stream.element.parentElement;
  content.classList.add("pilotdesk-builder");
  const tree = el("ol", { class: "pilotdesk-tree" });
  const search = el("input", { type: "search", placeholder: t("find_field"), "aria-label": t("find_field"), oninput: () => draw(tree, search) });
  const tools = el(
    "div",
    { class: "pilotdesk-outline-tools" },
    tool("expand-right", t("expand_all"), () => setAll(true)),
    tool("collapse-up", t("collapse_all"), () => setAll(false)),
    url("library") ? tool("folder-inverse", t("library"), () => openLibrary(stream)) : null,
  );
  const nav = el("nav", { class: "pilotdesk-outline", "aria-label": t("outline") }, el("h2", {}, t("outline")), tools, search, tree);
  mountChecklist(nav);
  content.prepend(nav);
  const redraw = () => draw(tree, search);
  // The first drawing waits until every section is there.
  setTimeout(() => {
    remember();
    redraw();
  }, 0);
  onChange(() => {
    followRenames();
    redraw();
  });
  onChecked(redraw);
}

function tool(name, label, run) {
  return el("button", { type: "button", class: "button button-small button-secondary", title: label, onclick: run }, icon(name), label);
}

function setAll(open) {
  for (const section of outline()) {
    const toggle = section.child.element.querySelector("[data-panel-toggle]");
    if (open && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    toggleAll(section.block, open);
  }
}

function draw(tree, search) {
  const wanted = search.value.trim().toLowerCase();
  const faults = faultCounts();
  const matches = (field) => !wanted || `${field.label} ${field.key}`.toLowerCase().includes(wanted);
  const items = outline().map((section) => {
    const fields = section.fields.filter(matches);
    if (wanted && !fields.length) return null;
    const list = el("ol", {}, ...fields.map((field) => el("li", {}, jump(field.label || t("unnamed"), field.child, faults.of(section.index, field.index), field.required))));
    return el("li", {}, jump(sectionName(section), section.child, faults.of(section.index), false, "pilotdesk-tree-section"), list);
  });
  tree.replaceChildren(...items.filter(Boolean));
  if (!tree.children.length) tree.append(el("li", { class: "pilotdesk-tree-none" }, t(wanted ? "nothing_found" : "no_sections")));
}

function jump(text, child, count, required = false, kind = "") {
  const button = el("button", { type: "button", class: `${kind}${count ? " has-fault" : ""}`, onclick: () => reveal(child.element) }, el("span", {}, text));
  if (required) button.append(el("em", { title: t("required") }, "*"));
  if (count) button.append(el("b", { title: t("faults", { count }) }, String(count)));
  return button;
}
