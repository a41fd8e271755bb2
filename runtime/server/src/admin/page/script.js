"use strict";
// Keeps the parts that are marked with data-live as the server has them. What is open stays open, and a part that somebody is
// at work in is left alone.
const PAGE = "/_mock/" + location.search;
const PAUSE = 1500;
const live = document.getElementById("live");

function isInUse(part) {
  const focused = document.activeElement;
  const selection = document.getSelection();
  return part.querySelector("button:hover") || (focused && focused.tagName !== "SUMMARY" && part.contains(focused))
    || (selection && !selection.isCollapsed && part.contains(selection.anchorNode));
}

function update(part, fresh) {
  for (const details of part.querySelectorAll("details[id]")) {
    const next = fresh.querySelector("#" + CSS.escape(details.id));
    if (next) next.open = details.open;
  }
  if (part.innerHTML === fresh.innerHTML) return;
  const focused = part.contains(document.activeElement) && document.activeElement.parentElement.id;
  part.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.querySelector("summary")?.focus();
}

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(PAGE);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && !isInUse(part)) update(part, fresh);
    }
    live.textContent = "live";
    live.classList.remove("off");
  } catch {
    live.textContent = "no answer";
    live.classList.add("off");
  }
}

live.hidden = false;
(async () => {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    await refresh();
  }
})();
