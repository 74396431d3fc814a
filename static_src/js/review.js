// The total of a score sheet while it is being filled in. Without this file the server says it when the draft is kept.

const sheet = document.querySelector("[data-score-sheet]");

function points(input) {
  const text = input.value.trim().normalize("NFKC");
  const score = Number(text);
  const most = Number(input.dataset.most);
  if (!text || !Number.isFinite(score) || score < 0 || score > most) return null;
  return (score * Number(input.dataset.weight)) / most;
}

function show() {
  const parts = [...sheet.querySelectorAll("[data-weight]")].map(points);
  const total = sheet.querySelector("[data-total]");
  total.value = parts.includes(null) ? total.dataset.open : parts.reduce((sum, one) => sum + one, 0).toFixed(2);
}

if (sheet) {
  sheet.addEventListener("input", show);
  show();
}
