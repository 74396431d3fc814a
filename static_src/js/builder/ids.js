// Ids as forms_app/engine/ids.py makes them: eight characters of base32 that never change.
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => ALPHABET[byte & 31]).join("");
}

// The state of a copy: every id in it is new, and what it says about itself goes by the new ids.
export function withNewIds(state) {
  const renamed = new Map();
  collect(state, renamed);
  return replaced(state, renamed);
}

function collect(value, renamed) {
  if (Array.isArray(value)) return value.forEach((one) => collect(one, renamed));
  if (!value || typeof value !== "object") return;
  for (const [name, part] of Object.entries(value)) {
    // The id of a stream's child is Wagtail's; those of fields, columns and rows are beside a label or a title.
    if (name === "id" && typeof part === "string" && ("label" in value || "title" in value || "formula" in value)) {
      if (part) renamed.set(part, newId());
    } else collect(part, renamed);
  }
}

function replaced(value, renamed) {
  if (Array.isArray(value)) return value.map((one) => replaced(one, renamed));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, renamed)]));
  }
  if (typeof value !== "string") return value;
  if (renamed.has(value)) return renamed.get(value);
  return value.replace(/#([a-z0-9-]+)/g, (whole, id) => (renamed.has(id) ? `#${renamed.get(id)}` : whole));
}

// The state of a copied section with the codes that are still free; the others are left for the form to complete.
export function withFreeKeys(state, taken) {
  const free = (value) => (taken.has(value.key) ? { ...value, key: "" } : value);
  return { ...free(state), fields: state.fields.map((one) => ({ ...one, value: free(one.value) })) };
}
