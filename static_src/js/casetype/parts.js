// Wagtail's stream, and that a part of the case type is known to the whole page.
import { configure } from "../builder/texts.js";
import { mountChecklist } from "./checklist.js";
import { fillOutside } from "./keys.js";
import { changed, configurePage, setPart } from "./page.js";
import { suggestCodes } from "./suggest.js";

export function partsDefinition({ StreamBlockDefinition }) {
  return class extends StreamBlockDefinition {
    constructor(name, groups, states, meta) {
      super(name, groups, states, meta);
      this.given = meta.pilotdesk;
      if (!this.given) return;
      configure(this.given);
      configurePage(this.given);
    }

    render(placeholder, prefix, state, error) {
      const stream = super.render(placeholder, prefix, state, error);
      setPart(prefix, stream);
      const counted = stream.blockCountChanged.bind(stream);
      stream.blockCountChanged = () => {
        counted();
        changed();
      };
      for (const name of ["input", "change"]) stream.element.addEventListener(name, changed);
      const lists = "[data-streamfield-stream-container], [data-streamfield-list-container]";
      const moved = (records) => records.some((one) => one.target.matches(lists)) && changed();
      new MutationObserver(moved).observe(stream.element, { childList: true, subtree: true });
      if (this.given) setTimeout(() => mountPage(stream.element.closest("form")), 0);
      return stream;
    }
  };
}

function mountPage(form) {
  suggestCodes(form);
  fillOutside(form);
  mountChecklist(form);
  form.addEventListener("change", changed);
}
