// Counts characters while somebody types: code points, as the server does. One listener, whatever rows come and go.
export function setUpCounters(form) {
  form.addEventListener("input", (event) => {
    if (event.target.dataset?.limit) update(event.target);
  });
  form.querySelectorAll("[data-limit]").forEach(update);
}

function update(input) {
  const counter = input.parentElement.querySelector(`[data-counter="${CSS.escape(input.id)}"]`);
  if (!counter) return;
  const count = [...input.value.replace(/\r\n/g, "\n")].length;
  counter.querySelector("[data-count]").textContent = String(count);
  counter.toggleAttribute("data-over", count > Number(input.dataset.limit));
}
