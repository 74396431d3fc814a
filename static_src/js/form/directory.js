// Names from a directory, offered while somebody types; the id goes along as long as the name is that of an entry.
const QUIET_MS = 250;

export function setUpDirectories(form) {
  const found = new Map();
  let timer = 0;
  form.addEventListener("input", (event) => {
    const box = event.target.closest("[data-directory]");
    if (!box) return;
    const typed = event.target.value.trim();
    box.querySelector("[data-directory-id]").value = found.get(`${box.dataset.directory} ${typed}`) ?? "";
    clearTimeout(timer);
    if (typed) timer = setTimeout(() => offer(box, typed), QUIET_MS);
  });

  async function offer(box, typed) {
    const response = await fetch(`${box.dataset.directory}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!response?.ok) return;
    const answer = await response.json();
    const input = box.querySelector("input");
    if (input.value.trim() !== typed) return;
    const list = box.querySelector("datalist");
    list.replaceChildren(...answer.entries.map(option));
    // Of two entries with the same name the id would be a guess: the server then takes the name as typed.
    const names = answer.entries.map((one) => one.text);
    for (const one of answer.entries) {
      const only = names.filter((name) => name === one.text).length === 1;
      found.set(`${box.dataset.directory} ${one.text}`, only ? one.id : "");
    }
    box.querySelector("[data-directory-id]").value = found.get(`${box.dataset.directory} ${typed}`) ?? "";
  }
}

function option(entry) {
  const made = document.createElement("option");
  made.value = entry.text;
  made.label = entry.detail;
  return made;
}
