// A menu of choices below a button: opens by click, Enter or Space; arrow keys walk, Escape closes.
import { t } from "./texts.js";

let open = null;

export function menuButton({ icon, label, items }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--icon text-replace white";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.innerHTML = `<svg class="icon icon-${icon}" aria-hidden="true"><use href="#icon-${icon}"></use></svg>`;
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    if (open?.button === button) closeMenu();
    else showMenu(button, label, items());
  });
  return button;
}

// `items`: [{text, note, run, disabled}]
export function showMenu(button, label, items) {
  closeMenu();
  const menu = document.createElement("div");
  menu.className = "pilotdesk-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  for (const item of items) menu.append(entry(item));
  if (!items.length) menu.append(Object.assign(document.createElement("p"), { textContent: t("nothing_found") }));
  document.body.append(menu);
  place(menu, button);
  button.setAttribute("aria-expanded", "true");
  open = { menu, button };
  menu.addEventListener("keydown", keys);
  setTimeout(() => document.addEventListener("pointerdown", outside), 0);
  menu.querySelector("button:not([disabled])")?.focus();
}

export function closeMenu() {
  if (!open) return;
  open.menu.remove();
  open.button.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", outside);
  open = null;
}

function entry({ text, note = "", run, disabled = false }) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("role", "menuitem");
  button.disabled = disabled;
  button.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (note) button.append(Object.assign(document.createElement("small"), { textContent: note }));
  button.addEventListener("click", () => {
    const origin = open?.button;
    closeMenu();
    run(origin);
  });
  return button;
}

function outside(event) {
  if (open && !open.menu.contains(event.target) && !open.button.contains(event.target)) closeMenu();
}

function keys(event) {
  const buttons = [...open.menu.querySelectorAll("button:not([disabled])")];
  const at = buttons.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
  if (event.key in steps) {
    event.preventDefault();
    buttons[(steps[event.key] + buttons.length) % buttons.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    const origin = open.button;
    closeMenu();
    if (event.key === "Escape") event.preventDefault();
    origin.focus();
  }
}

export function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8));
  const room = { below: innerHeight - box.bottom - 12, above: box.top - 12 };
  const height = menu.offsetHeight;
  const below = room.below >= height || room.below >= room.above;
  menu.style.left = `${left}px`;
  menu.style.maxHeight = `${Math.min(height, below ? room.below : room.above)}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - 4 - Math.min(height, room.above))}px`;
}
