// Keep the progress of files that are being made up to date. Without this file there is a link that loads the page again.

const EVERY_MS = 1500;
const SLOWEST_MS = 15000;

let pause = EVERY_MS;

async function refresh() {
  const shown = document.querySelector("[data-downloads][data-pending]");
  if (!shown) return;
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-downloads]");
  if (!fresh) return;
  const wasReady = count(shown);
  // Whoever is on a button keeps it: the list is put in only once the focus is elsewhere or the file has come.
  if (shown.contains(document.activeElement) && fresh.hasAttribute("data-pending") && count(fresh) === wasReady) {
    copyProgress(shown, fresh);
  } else {
    shown.replaceWith(document.adoptNode(fresh));
  }
  if (count(fresh) > wasReady) announce();
  if (!fresh.hasAttribute("data-pending")) document.querySelectorAll(".no-script-only").forEach((one) => one.remove());
}

function count(list) {
  return list.querySelectorAll("[data-state=ready]").length;
}

function copyProgress(shown, fresh) {
  const bars = fresh.querySelectorAll("progress");
  shown.querySelectorAll("progress").forEach((bar, at) => {
    if (bars[at]?.hasAttribute("value")) bar.value = bars[at].value;
  });
}

function announce() {
  const status = document.querySelector("[data-downloads-status]");
  if (status) status.textContent = status.dataset.ready;
}

async function run() {
  while (document.querySelector("[data-downloads][data-pending]")) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (document.hidden) continue;
    try {
      await refresh();
      pause = EVERY_MS;
    } catch {
      // The network or the sign-in is gone: ask less and less often.
      pause = Math.min(SLOWEST_MS, pause * 2);
    }
  }
}

run();
