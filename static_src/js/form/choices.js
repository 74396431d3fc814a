// Exclusive options clear the others; words beside an option are shown when it is chosen.
export function setUpChoices(form) {
  form.querySelectorAll("[data-checkbox-group]").forEach((group) => {
    group.addEventListener("change", (event) => {
      const box = event.target;
      if (box.type !== "checkbox" || !box.checked) return;
      group.querySelectorAll("input[type=checkbox]").forEach((other) => {
        if (other !== box && (box.hasAttribute("data-exclusive") || other.hasAttribute("data-exclusive"))) {
          other.checked = false;
        }
      });
    });
    group.addEventListener("input", (event) => {
      const line = event.target.closest(".choice-line");
      const box = line?.querySelector("input[type=checkbox]");
      if (event.target.type === "text" && event.target.value && box && !box.checked) {
        box.checked = true;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  });
  form.querySelectorAll("[data-words-for]").forEach((words) => {
    const options = [...form.querySelectorAll(`input[name="${words.dataset.wordsFor}"]`)];
    const update = () => {
      const chosen = options.find((option) => option.checked);
      words.hidden = Boolean(chosen) && !chosen.hasAttribute("data-asks-words");
    };
    options.forEach((option) => option.addEventListener("change", update));
    update();
  });
}
