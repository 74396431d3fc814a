// Tells the server that somebody is typing here, and the person who else is. Nobody is kept from typing by it.
import { renewToken } from "./token.js";

const EVERY_MS = 30000;
const TYPED_WITHIN_MS = 300000;

export function setUpPresence(form) {
  const note = document.querySelector("[data-lease-note]");
  if (note) new Presence(form, note).begin();
}

class Presence {
  constructor(form, note) {
    this.form = form;
    this.note = note;
    this.take = note.querySelector("[data-lease-take]");
    // The form has an input of the name "action", which covers its property.
    this.address = this.take.getAttribute("action");
    this.typedAt = 0;
  }

  begin() {
    for (const kind of ["input", "form:changed"]) this.form.addEventListener(kind, () => (this.typedAt = Date.now()));
    this.form.addEventListener("form:lease", (event) => this.show(event.detail));
    this.take.addEventListener("submit", (event) => {
      event.preventDefault();
      this.tell("take").then(() => this.note.hidden && this.form.querySelector(".form-fields :is(input:not([type=hidden]), textarea, select)")?.focus());
    });
    setInterval(() => this.beat(), EVERY_MS);
    window.addEventListener("pagehide", () => this.leave());
  }

  // A page in sight into which somebody typed lately keeps its section; one that shows who is there looks again.
  beat() {
    if (document.hidden) return;
    if (Date.now() - this.typedAt < TYPED_WITHIN_MS) this.tell("renew");
    else if (!this.note.hidden) this.tell("look");
  }

  leave() {
    if (this.typedAt) navigator.sendBeacon(this.address, this.data("leave"));
  }

  data(action) {
    renewToken();
    const data = new FormData(this.take);
    data.set("action", action);
    data.set("writer", this.form.dataset.page);
    return data;
  }

  async tell(action) {
    const headers = { "X-Requested-With": "presence" };
    const options = { method: "POST", body: this.data(action), headers, redirect: "manual" };
    const response = await fetch(this.address, options).catch(() => null);
    // What is wrong (no network, signed out, handed in) the next save says.
    if (response?.ok) this.show((await response.json()).lease);
  }

  show(lease) {
    this.note.hidden = !lease;
    if (!lease) return;
    this.note.querySelector("[data-lease-text]").textContent = lease.text;
    this.take.querySelector("[name=holder]").value = lease.holder;
  }
}
