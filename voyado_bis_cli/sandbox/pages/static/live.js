/* Keeps the parts of a page that are marked `data-live` as they are now, every two seconds, while somebody looks. */

const EVERY_MS = 2000;

if (document.querySelector("[data-live]")) setTimeout(refresh, EVERY_MS);

async function refresh() {
  try {
    if (!document.hidden) await show(await fetch(location.href));
  } catch {
    return; // the sandbox was stopped: the page stays as it was
  }
  setTimeout(refresh, EVERY_MS);
}

async function show(response) {
  if (!response.ok) return;
  const now = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = now.getElementById(part.id);
    if (fresh && !inUse(part) && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
  }
}

/** What somebody reads or types into is left alone until later. */
function inUse(part) {
  return part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
}
