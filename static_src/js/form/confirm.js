// Asks before something goes: the browser's own dialog keeps the focus inside and gives it back.
let asked = 0;

export function confirmed(form, question) {
  asked += 1;
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const help = document.createElement("p");
  const actions = document.createElement("div");
  dialog.className = "confirm";
  title.id = `confirm-${asked}`;
  title.textContent = question;
  help.textContent = form.dataset.textRemoveHelp;
  actions.className = "confirm-actions";
  actions.append(
    button(form.dataset.textKeepFile, "btn btn-secondary", () => dialog.close("")),
    button(form.dataset.textRemove, "btn btn-danger", () => dialog.close("yes")),
  );
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, help, actions);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }),
  );
}

function button(text, kind, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
