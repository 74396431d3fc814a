// Counts characters while somebody types: code points, as the server does.
export function setUpCounters(form) {
  for (const counter of form.querySelectorAll("[data-counter]")) {
    const input = document.getElementById(counter.dataset.counter);
    const shown = counter.querySelector("[data-count]");
    if (!input) continue;
    const limit = Number(input.dataset.limit);
    const update = () => {
      const count = [...input.value.replace(/\r\n/g, "\n")].length;
      shown.textContent = String(count);
      counter.toggleAttribute("data-over", count > limit);
    };
    input.addEventListener("input", update);
    update();
  }
}
