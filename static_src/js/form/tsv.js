// What Excel puts on the clipboard: tabs between cells, line breaks between rows, quotes around cells that hold either.
export function parseTable(text) {
  const rows = [[]];
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  let at = 0;
  while (at <= source.length) {
    const cell = source[at] === '"' ? quoted(source, at) : plain(source, at);
    rows[rows.length - 1].push(cell.text);
    if (source[cell.end] === "\n") rows.push([]);
    at = cell.end + 1;
  }
  return rows;
}

function plain(source, start) {
  let end = start;
  while (end < source.length && source[end] !== "\t" && source[end] !== "\n") end += 1;
  return { text: source.slice(start, end), end };
}

// A quote that is never closed, or that is followed by more text, was typed: the cell is then taken as it stands.
function quoted(source, start) {
  let cell = "";
  let at = start + 1;
  while (at < source.length) {
    if (source[at] !== '"') cell += source[at];
    else if (source[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else {
      const end = at + 1;
      const closed = end >= source.length || source[end] === "\t" || source[end] === "\n";
      return closed ? { text: cell, end } : plain(source, start);
    }
    at += 1;
  }
  return plain(source, start);
}
