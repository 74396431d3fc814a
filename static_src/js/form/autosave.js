// Saves what was typed within three seconds after the last input, and says so; on failure it keeps trying.
const QUIET_MS = 2000;
const RETRY_MS = 5000;

export function setUpAutosave(form) {
  const status = form.querySelector("[data-status]");
  const revision = form.querySelector("[data-revision]");
  const texts = form.dataset;
  let timer = 0;
  let saving = false;
  let dirty = false;
  let composing = false;
  let stopped = false;
  let leaving = false;

  const say = (text, state = "") => {
    status.textContent = text;
    status.dataset.state = state;
  };

  const later = (delay) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, delay);
  };

  async function save() {
    if (composing || saving) return later(QUIET_MS);
    if (!dirty || stopped) return;
    saving = true;
    dirty = false;
    say(texts.textSaving);
    try {
      await send();
    } catch {
      dirty = true;
      say(texts.textOffline, "error");
      later(RETRY_MS);
    } finally {
      saving = false;
    }
  }

  async function send() {
    const data = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach((input) => data.delete(input.name));
    data.set("action", "stay");
    const response = await fetch(location.pathname, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "autosave" },
      redirect: "manual",
    });
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      dirty = true;
      say(texts.textSignedOut, "error");
      return later(RETRY_MS * 4);
    }
    if (response.status === 409) {
      const answer = await response.json();
      dirty = true;
      stopped = true;
      say(answer.error === "stale" ? texts.textStale : answer.message, "error");
      return;
    }
    if (!response.ok) throw new Error(String(response.status));
    const answer = await response.json();
    revision.value = answer.revision;
    if (answer.state) form.dispatchEvent(new CustomEvent("form:server-state", { detail: answer.state }));
    say(texts.textSaved.replace("%(time)s", answer.saved_at), "saved");
    showFaults(form, answer.faults);
  }

  const changed = () => {
    dirty = true;
    later(QUIET_MS);
  };

  form.addEventListener("compositionstart", () => (composing = true));
  form.addEventListener("compositionend", () => {
    composing = false;
    changed();
  });
  form.addEventListener("input", (event) => {
    if (event.isComposing || event.target.type === "file") return;
    changed();
  });
  form.addEventListener("form:changed", changed);
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("online", () => dirty && later(0));
  document.addEventListener("visibilitychange", () => document.hidden && dirty && later(0));
  window.addEventListener("beforeunload", (event) => {
    if (leaving || (!dirty && !saving)) return;
    event.preventDefault();
    event.returnValue = "";
  });
}

// Only faults of what was typed come back: what is merely missing yet is not said while somebody is typing.
function showFaults(form, faults) {
  form.querySelectorAll("[data-live-error]").forEach((one) => {
    clear(form, one.dataset.liveError);
    one.remove();
  });
  for (const fault of faults) {
    const input = document.getElementById(fault.path);
    if (!input || document.getElementById(`${fault.path}-error`) || input === document.activeElement) continue;
    const message = document.createElement("p");
    message.className = "field-error";
    message.id = `${fault.path}-error`;
    message.dataset.liveError = fault.path;
    message.textContent = fault.message;
    const anchor = input.closest(".input-group") ?? input.closest(".choice-group") ?? input;
    anchor.before(message);
    input.setAttribute("aria-invalid", "true");
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    input.setAttribute("aria-describedby", [...described, message.id].join(" "));
  }
}

function clear(form, path) {
  const input = document.getElementById(path);
  if (!input) return;
  input.removeAttribute("aria-invalid");
  const left = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== `${path}-error`);
  if (left.length) input.setAttribute("aria-describedby", left.join(" "));
  else input.removeAttribute("aria-describedby");
}
