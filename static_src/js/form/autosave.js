// Saves what was typed within three seconds after the last input, and says so. Until the server has confirmed it,
// a copy stays in this browser, so that a closed tab, a lost network or an expired login costs nothing.
import { Banner } from "./banner.js";
import { showFaults } from "./faults.js";
import { apply, changesBetween, snapshot } from "./inputs.js";
import { restore } from "./restore.js";
import { renewToken } from "./token.js";
import { Unsaved } from "./unsaved.js";

const QUIET_MS = 1500;
const LONGEST_MS = 4000;
const LEFT_FIELD_MS = 400;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
const SEND_WITHIN_MS = 20000;
const KEEPALIVE_BYTES = 60000;
// A copy that takes longer than this is written after what was typed is on the screen.
const DEAR_COPY_MS = 4;
const COPY_AFTER_MS = 50;

export function setUpAutosave(form) {
  new Autosave(form).begin();
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.texts = form.dataset;
    this.status = form.querySelector("[data-status]");
    this.revision = form.querySelector("[data-revision]");
    this.banner = new Banner(form);
    this.page = crypto.getRandomValues(new Uint32Array(3)).join("-");
    form.dataset.page = this.page;
    this.sequence = 0;
    this.unsaved = new Unsaved({ ...form.dataset, page: this.page });
    this.saved = snapshot(form);
    this.failures = 0;
    this.dirtySince = 0;
  }

  begin() {
    for (const input of this.form.querySelectorAll("input[type=hidden]")) input.autocomplete = "off";
    this.listen();
    if (this.texts.conflict) return this.awaitChoice();
    this.restored = restore(this.form, this.unsaved, this.revision);
    if (!this.restored) return;
    // Where somebody else saved something else at the same place, the server shall find the conflict, not cover it up.
    if (this.restored.conflicting) this.revision.value = this.restored.conflicting;
    this.copy();
    this.restored.forget();
    this.tellRestored();
    this.changed(0);
  }

  // The page asks which of two versions stays: nothing is saved before a button is pressed, and nothing is forgotten.
  awaitChoice() {
    this.stopped = true;
    const entry = this.unsaved.found().at(-1);
    if (!entry) return;
    this.saved = { ...this.saved, ...entry.base };
    this.based = entry.revision;
    this.copy();
    this.unsaved.drop(entry.key);
  }

  listen() {
    const form = this.form;
    form.addEventListener("compositionstart", () => (this.composing = true));
    form.addEventListener("compositionend", () => {
      this.composing = false;
      this.changed();
    });
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      this.typedInto = event.target;
      this.changed();
    });
    form.addEventListener("change", (event) => event.target.type !== "file" && this.dirty && this.later(LEFT_FIELD_MS));
    form.addEventListener("focusout", (event) => event.target === this.typedInto && this.copyNow());
    form.addEventListener("form:changed", () => this.changed());
    form.addEventListener("submit", () => this.submitting());
    window.addEventListener("pageshow", () => (this.leaving = false));
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => this.dirty && this.tellOffline());
    window.addEventListener("focus", () => this.failures && this.now());
    window.addEventListener("blur", () => this.now());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush() : this.failures && this.now()));
    window.addEventListener("pagehide", () => this.flush({ leaving: true }));
    window.addEventListener("beforeunload", (event) => {
      if (this.leaving || !this.dirty || (this.unsaved.works && !this.stopped)) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  get dirty() {
    return this.dirtySince > 0;
  }

  say(text, state = "") {
    this.status.textContent = text;
    this.status.dataset.state = state;
  }

  changed(delay = QUIET_MS) {
    this.dirtySince ||= Date.now();
    this.copySoon();
    this.later(delay);
  }

  // The copy is written before the browser does anything else, or a moment later where it takes long: in a long table,
  // on a slow machine. What comes meanwhile does not put it off.
  copySoon() {
    if (!(this.copyCost >= DEAR_COPY_MS)) this.copy();
    else this.copying ||= setTimeout(() => this.copy(), COPY_AFTER_MS);
  }

  // A field that is left is kept before the next one is begun.
  copyNow() {
    if (this.copying) this.copy();
  }

  copy() {
    clearTimeout(this.copying);
    this.copying = 0;
    this.typedInto = null;
    const began = performance.now();
    const now = snapshot(this.form);
    const names = changesBetween(this.saved, now);
    if (!names.length && !this.sent) this.unsaved.drop();
    else {
      const orders = Object.keys(now).filter((name) => name.endsWith("-rows"));
      const picked = (all) => Object.fromEntries([...names, ...orders].map((name) => [name, all[name] ?? []]));
      const sent = this.sent && picked(this.sent);
      const revision = this.based ?? this.revision.value;
      const entry = { base: picked(this.saved), texts: picked(now), sent, revision, sequence: this.sequence + 1 };
      this.unsaved.keep(entry);
    }
    this.copyCost = performance.now() - began;
  }

  later(delay) {
    clearTimeout(this.timer);
    if (this.stopped) return;
    const overdue = this.dirtySince + LONGEST_MS - Date.now();
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(delay, this.failures ? delay : overdue)));
  }

  now() {
    if (this.dirty) this.later(0);
  }

  // The page goes out of sight: send what there is without waiting for the answer.
  flush({ leaving = false } = {}) {
    if (!this.dirty || this.stopped || this.leaving) return;
    this.copy();
    const data = this.data();
    if (leaving) data.set("leaving", "1");
    const size = [...data].reduce((sum, [name, text]) => sum + 3 * (name.length + text.length) + 150, 0);
    if (size < KEEPALIVE_BYTES) fetch(location.pathname, this.request(data, { keepalive: true })).catch(() => {});
  }

  submitting() {
    this.leaving = true;
    clearTimeout(this.timer);
    this.copy();
    renewToken();
    this.hidden("writer", this.page);
    this.hidden("sequence", String(++this.sequence));
  }

  hidden(name, value) {
    let input = this.form.querySelector(`input[name="${name}"]`);
    if (!input) {
      input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, autocomplete: "off" });
      this.form.append(input);
    }
    input.value = value;
  }

  data() {
    renewToken();
    const data = new FormData(this.form);
    for (const input of this.form.querySelectorAll("input[type=file]")) data.delete(input.name);
    data.set("action", "stay");
    data.set("writer", this.page);
    data.set("sequence", String(++this.sequence));
    return data;
  }

  request(body, more = {}) {
    return { method: "POST", body, headers: { "X-Requested-With": "autosave" }, redirect: "manual", ...more };
  }

  async save() {
    if (this.composing || this.saving) return this.later(LEFT_FIELD_MS);
    if (!this.dirty || this.stopped || this.leaving) return;
    this.saving = true;
    const since = this.dirtySince;
    this.dirtySince = 0;
    this.sent = snapshot(this.form);
    this.say(this.texts.textSaving);
    try {
      await this.send();
      this.failures = 0;
      this.banner.clear("offline", "signed-out", "refused");
    } catch (problem) {
      this.dirtySince ||= since;
      this.failed(problem);
    } finally {
      this.sent = null;
      this.saving = false;
      if (this.dirty) this.later(this.failures ? this.retryDelay() : QUIET_MS);
    }
  }

  async send() {
    const signal = AbortSignal.timeout(SEND_WITHIN_MS);
    const sent = this.sent;
    const response = await fetch(location.pathname, this.request(this.data(), { signal }));
    if (response.status === 409) return this.conflict(await response.json());
    if (!response.ok) throw new Refused(response, await response.json().catch(() => ({})));
    const answer = await response.json();
    await this.composed();
    [this.saved, this.sent] = [sent, null];
    this.replied(sent, answer.faults);
    if (this.take(answer)) this.revision.value = answer.revision;
    this.copy();
    this.say(this.texts.textSaved.replace("%(time)s", answer.saved_at), "saved");
    if (answer.state) this.form.dispatchEvent(new CustomEvent("form:server-state", { detail: answer.state }));
    showFaults(this.form, answer.faults);
    this.form.dispatchEvent(new CustomEvent("form:lease", { detail: answer.lease }));
  }

  // A reply that was saved is what this page shows from now on; one that was refused is not.
  replied(sent, faults) {
    for (const shown of this.form.querySelectorAll("[data-replied]")) {
      const name = shown.dataset.replied;
      if (!faults.some((one) => one.path === name)) shown.value = sent[name]?.[0] ?? "";
    }
  }

  // Nothing on the page is changed under somebody's input method.
  composed() {
    if (!this.composing) return Promise.resolve();
    return new Promise((done) => this.form.addEventListener("compositionend", () => setTimeout(done), { once: true }));
  }

  // Somebody else changed other fields of the section meanwhile: show what they say now. Where something was typed
  // since the save was sent the page stays as it is and behind, and the next save finds out whether that is a conflict.
  take(answer) {
    if (!answer.taken.length) return true;
    const now = snapshot(this.form);
    const touched = new Set(changesBetween(this.saved, now));
    const free = answer.taken.filter((one) => !Object.keys(one.inputs).some((name) => touched.has(name)));
    const inputs = Object.assign({}, ...free.map((one) => one.inputs));
    const lists = Object.fromEntries(Object.entries(inputs).map(([name, text]) => [name, [text].flat()]));
    for (const one of free) {
      for (const name of Object.keys(now)) {
        if ((name === one.field || name.startsWith(`${one.field}-`)) && !(name in lists)) lists[name] = [];
      }
    }
    apply(this.form, lists);
    Object.assign(this.saved, snapshot(this.form), Object.fromEntries([...touched].map((name) => [name, this.saved[name]])));
    const fields = answer.taken.map((one) => one.label).join("、");
    const text = this.texts.textTaken.replace("%(name)s", answer.taken_from).replace("%(fields)s", fields);
    this.banner.show("taken", text, [], "info");
    return free.length === answer.taken.length;
  }

  conflict(answer) {
    if (answer.error === "rebased") return this.rebased(answer);
    this.stopped = true;
    this.dirtySince ||= Date.now();
    this.copy();
    const stale = answer.error === "stale";
    const text = stale ? this.texts.textStale : answer.message;
    this.say(text, "error");
    this.banner.show("stale", stale ? answer.message : text, stale ? [this.compare()] : []);
  }

  // Another tab took the draft over into a newer version: what was sent is saved, and this page is for reading only.
  rebased(answer) {
    this.form.querySelector(".form-fields").inert = true;
    this.form.querySelector(".form-bar").hidden = true;
    [this.saved, this.sent] = [this.sent, null];
    this.copy();
    const open = { label: this.texts.textOpenNew, act: () => location.assign(answer.next) };
    this.banner.show("rebased", answer.message, [open], "warning");
  }

  compare() {
    return { label: this.texts.textCompare, act: () => this.form.requestSubmit(this.form.querySelector("[value=stay]")) };
  }

  retryDelay() {
    return RETRY_MS[Math.min(this.failures, RETRY_MS.length) - 1] ?? QUIET_MS;
  }

  failed(problem) {
    this.failures += 1;
    const status = problem instanceof Refused ? problem.status : 0;
    if (problem.error === "other_person") return this.tellOtherPerson();
    if (status === 401 || status === 403 || problem.redirected) return this.tellSignedOut();
    if (status >= 400 && status < 500) return this.tellRefused();
    this.tellOffline();
  }

  tellRefused() {
    this.say(this.texts.textRefused, "error");
    this.banner.show("refused", this.texts.textRefused, [{ label: this.texts.textRetry, act: () => this.now() }], "danger");
  }

  tellOffline() {
    this.say(this.texts.textOffline, "error");
    this.banner.show("offline", this.texts.textOfflineLong, [{ label: this.texts.textRetry, act: () => this.now() }]);
  }

  tellSignedOut() {
    this.say(this.texts.textNotSignedIn, "error");
    const href = this.texts.signInUrl;
    this.banner.show("signed-out", this.texts.textSignedOut, [{ label: this.texts.textSignIn, href }], "danger");
  }

  // What one person typed is not left on the screen for the next one; it stays kept for its author.
  tellOtherPerson() {
    this.copy();
    this.stopped = true;
    this.form.querySelector(".form-fields").hidden = true;
    this.form.querySelector(".form-bar").hidden = true;
    this.banner.show("other-person", this.texts.textOtherPerson, [], "danger");
  }

  tellRestored() {
    const { at, count, labels, undo } = this.restored;
    const time = new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
    const text = this.texts.textRestored.replace("%(time)s", time).replace("%(count)s", String(count));
    const back = () => {
      undo();
      this.banner.clear("restored");
      this.changed(0);
    };
    this.banner.show("restored", labels.length ? `${text}${labels.slice(0, 5).join("、")}` : text, [
      { label: this.texts.textUndo, act: back },
      { label: this.texts.textKeep, act: () => this.banner.clear("restored") },
    ], "info");
  }
}

class Refused extends Error {
  constructor(response, answer) {
    super(String(response.status));
    this.status = response.status;
    this.redirected = response.type === "opaqueredirect";
    this.error = answer.error ?? "";
  }
}
