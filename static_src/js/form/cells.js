// One cell of a table: reading it, and writing text into it as a person would have entered it.
export function controlOf(cell) {
  return cell.querySelector("input:not([type=hidden]), textarea, select, output");
}

// What is needed to write the same again later.
export function readCell(cell) {
  const control = controlOf(cell);
  if (control?.type === "radio") return radios(cell).find((one) => one.checked)?.value ?? "";
  return control && control.tagName !== "OUTPUT" ? control.value : "";
}

// Returns false if the text is none of the cell's options. A computed cell takes nothing and refuses nothing.
export function writeCell(cell, text) {
  const control = controlOf(cell);
  if (!control || control.tagName === "OUTPUT") return true;
  if (control.tagName === "SELECT") return choose(control, text);
  if (control.type === "radio") return tick(radios(cell), text);
  if (control.classList.contains("input-date")) writeDate(control, text);
  else control.value = control.inputMode === "decimal" ? numeral(text) : oneLine(control, text);
  return true;
}

export function numeral(text) {
  const plain = text.normalize("NFKC").replace(/[\s,¥]/g, "");
  const negative = plain.replace(/^\((.*)\)$/, "-$1");
  return /^[+-]?(\d+\.?\d*|\.\d+)%?$/.test(negative) ? negative : text.trim();
}

export function isoDate(text) {
  const plain = text.normalize("NFKC").trim();
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?$/.exec(plain);
  const found = parts ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (!found) return "";
  const iso = `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(iso) ? iso : "";
}

// A date input would swallow what it cannot read: such text stays visible in a text input, as the server shows it.
function writeDate(control, text) {
  const iso = isoDate(text);
  control.type = iso || !text.trim() ? "date" : "text";
  control.value = iso || text.trim();
}

const oneLine = (control, text) => (control.tagName === "TEXTAREA" ? text : text.replace(/\s*\n\s*/g, " "));
const folded = (text) => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
const radios = (cell) => [...cell.querySelectorAll("input[type=radio]")];

function choose(control, text) {
  const wanted = folded(text);
  if (!wanted) {
    control.value = "";
    return true;
  }
  const options = [...control.options].filter((one) => one.value);
  const found =
    options.find((one) => folded(one.value) === wanted || folded(one.textContent) === wanted) ??
    only(options.filter((one) => folded(one.textContent).endsWith(wanted)));
  if (found) control.value = found.value;
  return Boolean(found);
}

const only = (found) => (found.length === 1 ? found[0] : undefined);

function tick(options, text) {
  const wanted = folded(text);
  const found = options.find((one) => [one.value, one.closest("label")?.textContent ?? ""].map(folded).includes(wanted));
  if (!wanted || found) options.forEach((one) => (one.checked = one === found));
  return Boolean(found) || !wanted;
}
