// A readable code from a Chinese title, offered while the code is blank; a code that is there never changes by itself.
import { t, url } from "../builder/texts.js";
import { cards, changed } from "./page.js";

const CARD = ".pilotdesk-card, .pilotdesk-row";

export function suggestCodes(form) {
  form.addEventListener("change", (event) => {
    const title = event.target;
    if (title.name === "title") offer(title, form.elements.key, [], (code) => code.replaceAll("_", "-"));
    else if (title.closest("[data-contentpath]")?.dataset.contentpath === "title") offerInCard(title);
  });
}

function offerInCard(title) {
  const card = title.closest(CARD);
  const own = [...(card?.querySelectorAll('[data-contentpath="key"] input') ?? [])];
  const key = own.find((one) => one.closest(CARD) === card);
  const part = title.name.split("-")[0];
  if (key) offer(title, key, cards(part).map((one) => one.key), (code) => code);
}

async function offer(title, key, taken, spelled) {
  const label = title.value.trim();
  if (!label || !key || key.value) return;
  const query = new URLSearchParams({ label });
  for (const one of taken) if (one) query.append("taken", one);
  try {
    const answer = await fetch(`${url("suggest")}?${query}`);
    if (!answer.ok || key.value) return;
    key.value = spelled((await answer.json()).code);
    key.dispatchEvent(new Event("change", { bubbles: true }));
    changed();
  } catch {
    key.placeholder = t("untitled");
  }
}
