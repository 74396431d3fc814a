// The header of a section, and what can be done with the whole of it.
import { menuButton } from "./menu.js";
import { saveToLibrary } from "./library.js";
import { suggestSectionKey } from "./suggest.js";
import { t, url } from "./texts.js";

export function dressSection(block, panel) {
  const controls = panel?.querySelector("[data-panel-controls]");
  if (!controls || controls.querySelector('[data-pilotdesk="section"]')) return;
  panel.classList.add("pilotdesk-section-panel");
  const button = menuButton({
    icon: "dots-horizontal",
    label: t("section_menu"),
    items: () => [
      { text: t("expand_section"), run: () => toggleAll(block, true) },
      { text: t("collapse_section"), run: () => toggleAll(block, false) },
      ...(url("library") ? [{ text: t("save_section"), note: t("save_section_note"), run: () => saveToLibrary(block) }] : []),
    ],
  });
  button.dataset.pilotdesk = "section";
  controls.prepend(button);
  suggestSectionKey(block);
}

export function toggleAll(block, wanted) {
  for (const child of block.childBlocks.fields.children) {
    const toggle = child.element.querySelector("[data-panel-toggle]");
    if (toggle && (toggle.getAttribute("aria-expanded") === "true") !== wanted) toggle.click();
  }
}
