// What was typed and is not confirmed by the server yet, kept in this browser: by person, draft and section.
// Nobody is shown what another person typed: the person is part of the key, and signing out removes it.
const PREFIX = "unsaved:";

export class Unsaved {
  constructor({ person, draft, section, page }) {
    this.place = `${PREFIX}${person}:${draft}:${section}:`;
    this.key = this.place + page;
    this.works = true;
  }

  // `base` and `texts` are {input name: [texts]}; `revision` is the one that the page was based on.
  keep(entry) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...entry, at: Date.now() }));
      this.works = true;
    } catch {
      this.works = false; // full or forbidden: the page then asks before it is left
    }
  }

  // All copies of this place, oldest first: a closed tab leaves one behind. What the server has confirmed is dropped.
  found() {
    dropConfirmed();
    const entries = [];
    for (const key of keys()) {
      if (!key.startsWith(this.place)) continue;
      try {
        entries.push({ key, ...JSON.parse(localStorage.getItem(key)) });
      } catch {
        localStorage.removeItem(key);
      }
    }
    return entries.sort((one, other) => one.at - other.at);
  }

  drop(key = this.key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // a browser that keeps nothing has nothing to drop
    }
  }
}

// A save may be confirmed after its page is gone; the cookie says which page's saves arrived, and up to which one.
function dropConfirmed() {
  const [, page, sequence] = document.cookie.match(/(?:^|; )saved=([\w-]+)\.(\d+)/) ?? [];
  if (!page) return;
  for (const key of keys()) {
    if (!key.endsWith(`:${page}`)) continue;
    const entry = JSON.parse(localStorage.getItem(key));
    if (entry.sequence <= Number(sequence)) localStorage.removeItem(key);
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

export function forgetEverything() {
  keys().forEach((key) => localStorage.removeItem(key));
}
