// What was pasted or removed can be taken back, step by step, with the button below the table.
const steps = new WeakMap();

export function setUpUndo(form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows-undo]");
    if (button) undo(button.closest("[data-rows]"));
  });
}

export function remember(box, text, back) {
  const past = steps.get(box) ?? [];
  past.push({ text, back });
  steps.set(box, past);
  show(box, text);
}

function undo(box) {
  const past = steps.get(box) ?? [];
  past.pop()?.back();
  show(box, past.length ? past[past.length - 1].text : box.closest("[data-text-undone]").dataset.textUndone);
}

function show(box, text) {
  const find = (selector) => [...box.querySelectorAll(selector)].find((one) => one.closest("[data-rows]") === box);
  const status = find("[data-rows-status]");
  if (status) status.textContent = text;
  const button = find("[data-rows-undo]");
  if (button) button.hidden = !(steps.get(box) ?? []).length;
}
