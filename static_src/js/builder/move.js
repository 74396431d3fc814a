// Moving a field to another section: from a menu in its header, so that the keyboard can do it too.
import { outline, reveal, sectionName, touched } from "./form.js";
import { menuButton } from "./menu.js";
import { t } from "./texts.js";

export function fieldMenu(field) {
  const controls = field.panel?.querySelector("[data-panel-controls]");
  const own = outline().some((section) => section.fields.some((one) => one.block === field));
  if (!controls || !own) return;
  const button = menuButton({ icon: "arrow-right-full", label: t("move_to"), items: () => targets(field) });
  button.dataset.pilotdesk = "move";
  const drag = controls.querySelector('[data-streamfield-action="DUPLICATE"]');
  if (drag) drag.before(button);
  else controls.append(button);
}

function targets(field) {
  const all = outline();
  return all.map((section) => ({
    text: sectionName(section),
    note: t("field_count", { count: section.fields.length }),
    disabled: section.fields.some((one) => one.block === field),
    run: () => moveTo(field, section),
  }));
}

export function moveTo(field, target) {
  const from = outline().find((section) => section.fields.some((one) => one.block === field));
  const place = from.fields.findIndex((one) => one.block === field);
  const child = from.stream.children[place];
  // The same block id: to Wagtail, to its comments and to the server it is the same field in another place.
  const { type, value, id } = child.getState();
  from.stream.deleteBlock(place);
  const made = target.stream.insert({ type, value, id }, target.stream.children.length, { collapsed: true });
  touched(target.stream.element);
  reveal(made.element, false);
  setTimeout(() => made.element.querySelector("[data-panel-toggle]")?.focus({ preventScroll: true }), 50);
}
