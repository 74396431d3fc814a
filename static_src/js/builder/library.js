// The library of sections: one is saved from here, and copies of any are inserted, each with ids of its own.
import { el, post } from "./dom.js";
import { keysInUse, outline, reveal, touched } from "./form.js";
import { withFreeKeys } from "./ids.js";
import { t, url } from "./texts.js";

function dialog(title, ...children) {
  const box = el("dialog", { class: "pilotdesk-dialog", "aria-label": title, onclose: () => box.remove() });
  const close = el("button", { type: "button", class: "button button-secondary", onclick: () => box.close() }, t("close"));
  box.append(el("h2", {}, title), ...children, el("footer", {}, close));
  document.body.append(box);
  box.showModal();
  return box;
}

export function saveToLibrary(block) {
  const state = el("p", { role: "status" });
  const name = el("input", { type: "text", value: block.childBlocks.title.getValue(), maxlength: 200, id: "pilotdesk-library-name" });
  const save = el("button", { type: "button", class: "button", onclick: store }, t("save"));
  const box = dialog(t("save_section"), el("label", { for: name.id }, t("section_name")), name, el("p", {}, save), state);
  async function store() {
    const body = new FormData();
    body.append("name", name.value);
    body.append("section", String(outline().findIndex((one) => one.block === block)));
    for (const [key, value] of new FormData(document.getElementById("w-editor-form"))) body.append(key, value);
    const answer = await post(url("library_save"), body);
    state.textContent = answer?.message ?? t("not_saved");
    if (answer?.ok) setTimeout(() => box.close(), 900);
  }
}

export async function openLibrary(stream) {
  const list = el("div", { class: "pilotdesk-library" }, el("p", {}, t("loading")));
  const search = el("input", { type: "search", placeholder: t("search"), "aria-label": t("search") });
  const box = dialog(t("library"), search, list);
  const answer = await fetch(url("library")).then((one) => (one.ok ? one.json() : null)).catch(() => null);
  const draw = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = (answer?.sections ?? []).filter((one) => `${one.name} ${one.labels.join(" ")}`.toLowerCase().includes(wanted));
    list.replaceChildren(...found.map((one) => entry(stream, box, one)));
    if (!found.length) list.append(el("p", {}, answer ? t("nothing_found") : t("check_failed")));
  };
  search.addEventListener("input", draw);
  draw();
  search.focus();
}

function entry(stream, box, one) {
  const insert = el("button", { type: "button", class: "button button-small", onclick: put }, t("insert_copy"));
  const fields = one.labels.slice(0, 8).join("、") + (one.labels.length > 8 ? "…" : "");
  return el("article", {}, el("h3", {}, one.name), el("p", {}, fields), el("small", {}, one.used), insert);
  async function put() {
    insert.disabled = true;
    const answer = await post(`${url("library_copy")}?pk=${one.pk}`, new FormData());
    if (!answer) return;
    box.close();
    const made = stream.insert({ type: "section", value: withFreeKeys(answer.state, keysInUse()), id: crypto.randomUUID() }, stream.children.length, {});
    touched(stream.element);
    reveal(made.element);
  }
}
