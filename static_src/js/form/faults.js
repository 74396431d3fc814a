// Only faults of what was typed come back: what is merely missing yet is not said while somebody is typing.
export function showFaults(form, faults) {
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
