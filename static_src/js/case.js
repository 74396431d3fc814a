// The case desk: remarks without leaving the place, and the print button. Everything works without this file.
const FRAGMENT = { "X-Case-Fragment": "1" };

async function send(form) {
  const place = form.closest("[data-case-answer]");
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: FRAGMENT });
    if (!response.ok && response.status !== 422) throw new Error(String(response.status));
    const made = document.createElement("template");
    made.innerHTML = await response.text();
    const fresh = made.content.firstElementChild;
    place.replaceWith(fresh);
    (fresh.querySelector("[aria-invalid]") ?? fresh).focus();
    countUnsent();
  } catch {
    // The plain way still works and says what is wrong.
    form.removeAttribute("data-case-remark");
    button.disabled = false;
    form.submit();
  }
}

function countUnsent() {
  const note = document.querySelector("[data-unsent]");
  if (!note) return;
  const count = document.querySelectorAll(".case-remark-unsent").length;
  note.hidden = count === 0;
  note.textContent = note.dataset.unsent.replace("0", String(count));
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-case-remark]");
  if (!form) return;
  event.preventDefault();
  send(form);
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".case-remark-form") && event.target.open) event.target.querySelector("textarea").focus();
}, true);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
