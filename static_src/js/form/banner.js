// One message above the fields that stays until its cause is gone, with what can be done about it.
export class Banner {
  constructor(form) {
    this.box = form.querySelector("[data-banner]");
    this.cause = "";
  }

  show(cause, text, actions = [], kind = "warning") {
    if (this.cause === cause && this.text === text) return;
    [this.cause, this.text] = [cause, text];
    const words = document.createElement("p");
    words.textContent = text;
    const row = document.createElement("p");
    row.className = "cluster";
    row.append(...actions.map(button));
    this.box.className = `alert alert-${kind} form-banner`;
    this.box.replaceChildren(words, ...(actions.length ? [row] : []));
    this.box.hidden = false;
  }

  clear(...causes) {
    if (causes.length && !causes.includes(this.cause)) return;
    this.cause = this.text = "";
    this.box.hidden = true;
    this.box.replaceChildren();
  }
}

function button({ label, act, href }) {
  const made = document.createElement(href ? "a" : "button");
  made.className = "btn btn-secondary btn-sm";
  made.textContent = label;
  if (href) {
    made.href = href;
    made.target = "_blank";
    made.rel = "opener";
  } else {
    made.type = "button";
    made.addEventListener("click", act);
  }
  return made;
}
