// Names from a directory, offered while somebody types; the id goes along as long as the name is that of an entry.
// Where an entry belongs to another one (a product to its provider), only those of the entry chosen there are offered.
const QUIET_MS = 250;

export function setUpDirectories(form) {
  const found = new Map();
  let timer = 0;
  form.addEventListener("input", (event) => {
    const box = event.target.closest("[data-directory]");
    if (!box) return;
    const typed = event.target.value.trim();
    box.querySelector("[data-directory-id]").value = found.get(key(addressOf(box), typed)) ?? "";
    clearTimeout(timer);
    if (typed) timer = setTimeout(() => offer(box, typed), QUIET_MS);
  });

  // An id that is already there belongs to the name as it stands: the server says so if it is not of the entry above.
  function addressOf(box) {
    const above = box.dataset.above && form.elements.namedItem(`${box.dataset.above}-id`)?.value;
    return above ? `${box.dataset.directory}?above=${encodeURIComponent(above)}&q=` : `${box.dataset.directory}?q=`;
  }

  async function offer(box, typed) {
    const address = addressOf(box);
    const response = await fetch(address + encodeURIComponent(typed)).catch(() => null);
    if (!response?.ok) return;
    const answer = await response.json();
    const input = box.querySelector("input");
    if (input.value.trim() !== typed || addressOf(box) !== address) return;
    const list = box.querySelector("datalist");
    list.replaceChildren(...answer.entries.map(option));
    // Of two entries with the same name the id would be a guess: the server then takes the name as typed.
    const names = answer.entries.map((one) => one.text);
    for (const one of answer.entries) {
      const only = names.filter((name) => name === one.text).length === 1;
      found.set(key(address, one.text), only ? one.id : "");
    }
    box.querySelector("[data-directory-id]").value = found.get(key(address, typed)) ?? "";
  }
}

const key = (address, name) => `${address} ${name}`;

function option(entry) {
  const made = document.createElement("option");
  made.value = entry.text;
  made.label = entry.detail;
  return made;
}
