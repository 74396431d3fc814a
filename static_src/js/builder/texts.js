// What the builder says and where it asks: given by the server, in the language of the reader.
let config = { texts: {}, urls: {}, functions: [], types: {} };

export function configure(given) {
  config = given;
}

// The text called `name`, with its %(…)s places filled.
export function t(name, values = {}) {
  const text = config.texts[name] ?? name;
  return text.replace(/%\((\w+)\)s/g, (whole, key) => values[key] ?? whole);
}

export const url = (name) => config.urls[name];
export const functions = () => config.functions;
export const typeTitle = (type) => config.types[type] ?? "";
