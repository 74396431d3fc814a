// What formulas do to a page besides numbers: questions that appear and go, and one quiet sentence about it.
export class View {
  // `hidden` is the set of the fields that are not asked.
  constructor(form, named, hidden) {
    this.form = form;
    this.named = named;
    this.hidden = hidden;
    this.totals = new Map();
  }

  // Where the sum of a column stands; looked for once.
  total(table, column) {
    const name = `output[data-table="${CSS.escape(table)}"][data-total="${CSS.escape(column)}"]`;
    if (!this.totals.get(name)?.isConnected) this.totals.set(name, this.form.querySelector(name));
    return this.totals.get(name);
  }

  show(id, visible) {
    const box = this.form.querySelector(`[data-asked="${CSS.escape(id)}"]`);
    if (!box || box.hidden === !visible) return;
    // A box that has the focus is never taken away under somebody's hands: it goes when the focus does.
    if (!visible && box.contains(document.activeElement)) {
      box.addEventListener("focusout", () => this.show(id, !this.hidden.has(id)), { once: true });
      return;
    }
    box.hidden = !visible;
    const texts = this.form.querySelector("[data-live]")?.dataset ?? {};
    this.say(((visible ? texts.textShown : texts.textHidden) ?? "").replace("%(label)s", this.named.get(id)?.label ?? ""));
    this.headings();
  }

  // A heading stands only above questions that are asked.
  headings() {
    for (const heading of this.form.querySelectorAll(".form-group-heading")) {
      let next = heading.nextElementSibling;
      let any = false;
      for (; next && !next.classList.contains("form-group-heading"); next = next.nextElementSibling) any ||= !next.hidden;
      heading.hidden = !any;
    }
  }

  say(text) {
    const live = this.form.querySelector("[data-live]");
    if (!live || !text) return;
    // Several changes of one keystroke are one announcement.
    live.textContent = this.saying ? `${live.textContent} ${text}` : text;
    this.saying ||= setTimeout(() => (this.saying = 0), 500);
  }
}
