// A readable code from a Chinese label, offered while the code is blank; a code that is there never changes by itself.
import { allFields, outline } from "./form.js";
import { url } from "./texts.js";

export function suggestKey(field) {
  const { label, key } = field.real?.childBlocks ?? {};
  if (!label || !key) return;
  watch(label, key, () => allFields().filter((one) => one.block !== field).map((one) => one.key));
}

export function suggestSectionKey(block) {
  const { title, key } = block.childBlocks;
  watch(title, key, () => outline().filter((one) => one.block !== block).map((one) => one.key));
}

function watch(label, key, taken) {
  label.element.addEventListener("change", async () => {
    const text = String(label.getValue()).trim();
    if (!text || key.getValue()) return;
    const code = await suggestion(text, taken());
    if (code && !key.getValue()) {
      key.setState(code);
      key.element.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

async function suggestion(label, taken) {
  const query = new URLSearchParams({ label });
  for (const one of taken) if (one) query.append("taken", one);
  try {
    const answer = await fetch(`${url("suggest")}?${query}`);
    return answer.ok ? (await answer.json()).code : "";
  } catch {
    return "";
  }
}
