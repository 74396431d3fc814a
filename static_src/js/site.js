// What every public and portal page does beyond HTML. Each behaviour is an enhancement: without it the page works.
import { forgetEverything } from "./form/unsaved.js";

document.documentElement.classList.add("has-js");

/** Fold the header's navigation behind one button on narrow screens. */
function setUpMenu() {
  const toggle = document.querySelector("[data-menu-toggle]");
  if (!toggle) return;
  const panels = document.querySelectorAll("[data-menu-panel]");
  const show = (open) => {
    toggle.setAttribute("aria-expanded", String(open));
    panels.forEach((panel) => panel.toggleAttribute("data-open", open));
  };
  toggle.hidden = false;
  toggle.addEventListener("click", () => show(toggle.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || toggle.getAttribute("aria-expanded") !== "true") return;
    show(false);
    toggle.focus();
  });
}

/** Show the buttons that only a script can serve: printing and closing a message. */
function setUpButtons() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.querySelectorAll("[data-dismiss]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => button.closest("[data-dismissible]")?.remove());
  });
}

/** Ask before an act that is hard to undo: any button or link with `data-confirm="question"`. */
function setUpConfirmation() {
  const template = document.querySelector("#confirm-dialog");
  if (!template) return;
  const confirmed = new WeakSet();
  document.addEventListener(
    "click",
    (event) => {
      const trigger = event.target.closest?.("[data-confirm]");
      if (!trigger || confirmed.has(trigger)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(template, trigger.dataset.confirm).then((yes) => {
        if (!yes) {
          trigger.focus();
          return;
        }
        confirmed.add(trigger);
        trigger.click();
        confirmed.delete(trigger);
      });
    },
    true,
  );
}

function ask(template, question) {
  const dialog = template.content.firstElementChild.cloneNode(true);
  dialog.querySelector("[data-question]").textContent = question;
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.showModal();
  });
}

/** Move to the summary of errors, so that nobody has to look for what went wrong. */
function focusErrors() {
  document.querySelector(".error-summary[tabindex]")?.focus();
}

/** Signing out takes along what this browser keeps of unsaved input. */
function setUpSigningOut() {
  document.querySelectorAll("form[action$='/logout/']").forEach((form) => {
    form.addEventListener("submit", forgetEverything);
  });
}

setUpMenu();
setUpSigningOut();
setUpButtons();
setUpConfirmation();
focusErrors();
