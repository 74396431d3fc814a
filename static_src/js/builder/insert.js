// The menu from which fields and functions are put into a formula: searchable, by section, usable by keyboard.
import { el } from "./dom.js";
import { nameGroups } from "./insert_names.js";
import { place } from "./menu.js";
import { functions, t } from "./texts.js";

let panel = null;

export function insertMenu(button, textarea) {
  close();
  const search = el("input", { type: "search", placeholder: t("search"), "aria-label": t("search"), oninput: () => fill() });
  const list = el("div", { class: "pilotdesk-insert-list" });
  panel = el("div", { class: "pilotdesk-insert", role: "dialog", "aria-label": t("insert") }, search, list);
  const groups = [...nameGroups(textarea), ...functionGroups()];
  const choose = (text, caret) => {
    close();
    insertText(textarea, text, caret);
  };
  const fill = () => {
    const wanted = search.value.trim().toLowerCase();
    list.replaceChildren(...groups.map((group) => rendered(group, wanted, choose)).filter(Boolean));
    if (!list.children.length) list.append(el("p", {}, t("nothing_found")));
  };
  fill();
  document.body.append(panel);
  place(panel, button);
  panel.addEventListener("keydown", (event) => keys(event, search, list, button));
  setTimeout(() => document.addEventListener("pointerdown", outside), 0);
  search.focus();
}

function close() {
  panel?.remove();
  panel = null;
  document.removeEventListener("pointerdown", outside);
}

function outside(event) {
  if (panel && !panel.contains(event.target)) close();
}

function functionGroups() {
  const groups = new Map();
  for (const one of functions()) {
    const item = { text: one.signature || `${one.name}()`, note: one.help, insert: `${one.name}()`, back: 1 };
    groups.set(one.group, [...(groups.get(one.group) ?? []), item]);
  }
  return [...groups].map(([group, items]) => ({ title: `${t("functions")} · ${group}`, items }));
}

function rendered(group, wanted, choose) {
  const items = group.items.filter((one) => `${one.text} ${one.note}`.toLowerCase().includes(wanted));
  if (!items.length) return null;
  const buttons = items.map((one) =>
    el("button", { type: "button", onclick: () => choose(one.insert, one.back) }, el("span", {}, one.text), el("small", {}, one.note ?? "")),
  );
  return el("section", {}, el("h4", {}, group.title), ...buttons);
}

function insertText(textarea, text, back = 0) {
  const { selectionStart: start, selectionEnd: end, value } = textarea;
  const chosen = back ? value.slice(start, end) : "";
  const put = chosen ? `${text.slice(0, -1)}${chosen})` : text;
  textarea.focus();
  textarea.setRangeText(put, start, end, "end");
  if (back && !chosen) textarea.selectionStart = textarea.selectionEnd = start + text.length - back;
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
  textarea.dispatchEvent(new Event("change", { bubbles: true }));
}

function keys(event, search, list, button) {
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") {
    event.preventDefault();
    close();
    button.focus();
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
  } else if (event.key === "ArrowUp") {
    event.preventDefault();
    if (at <= 0) search.focus();
    else buttons[at - 1].focus();
  } else if (event.key === "Enter" && document.activeElement === search) {
    event.preventDefault();
    buttons[0]?.click();
  }
}
