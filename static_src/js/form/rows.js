// Rows of lists and tables: added, removed and moved in place. The server's buttons do the same without scripts.
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

export function setUpRows(form) {
  form.querySelectorAll("[data-rows]").forEach((box) => setUp(form, box));
}

function newId() {
  const random = crypto.getRandomValues(new Uint8Array(7));
  return "r" + [...random].map((byte) => ALPHABET[byte % 32]).join("");
}

function setUp(form, box) {
  const list = box.querySelector("[data-row-list]");
  const order = box.querySelector("[data-row-order]");
  const template = box.querySelector("[data-row-template]");
  const add = box.querySelector("[data-row-add]");
  const most = Number(box.dataset.max) || 200;
  const rows = () => [...list.children];

  const renumber = () => {
    order.value = rows().map((row) => row.dataset.row).join(",");
    rows().forEach((row, index) => {
      row.querySelectorAll("[data-row-number]").forEach((shown) => (shown.textContent = String(index + 1)));
      const up = row.querySelector("[data-row-up]");
      const down = row.querySelector("[data-row-down]");
      if (up) up.disabled = index === 0;
      if (down) down.disabled = index === list.children.length - 1;
    });
    if (add) add.disabled = rows().length >= most;
  };

  const changed = () => {
    renumber();
    form.dispatchEvent(new CustomEvent("form:changed"));
  };

  const append = () => {
    const id = newId();
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__row__", id);
    list.append(holder.content);
    changed();
    list.lastElementChild.querySelector("input, textarea, select")?.focus();
  };

  add?.addEventListener("click", (event) => {
    event.preventDefault();
    append();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button?.closest("[data-row]");
    if (!row) return;
    event.preventDefault();
    if (button.hasAttribute("data-row-remove")) {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      if (!list.children.length) append();
      changed();
      form.querySelector("[data-status]").textContent = form.dataset.textRemoved;
      (next?.querySelector("input, textarea, select") ?? add)?.focus();
      return;
    }
    if (button.hasAttribute("data-row-up")) row.previousElementSibling?.before(row);
    if (button.hasAttribute("data-row-down")) row.nextElementSibling?.after(row);
    changed();
    (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
  });
  list.addEventListener("input", (event) => {
    if (!event.target.hasAttribute("data-metric-name")) return;
    const option = box.querySelector(`datalist option[value="${CSS.escape(event.target.value)}"]`);
    const unit = event.target.closest("[data-row]").querySelector("[data-metric-unit]");
    if (option?.dataset.unit && unit && !unit.value) unit.value = option.dataset.unit;
  });
  if (!box.closest(".is-partial")) renumber();
}
