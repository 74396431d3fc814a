// Making elements in one expression. Text is always text, never HTML.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

export const csrf = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

// POST and read JSON; null when the server does not answer or refuses.
export async function post(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf() } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
