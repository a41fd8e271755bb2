"use strict";
// What pages can do beyond being read: dark or light as the reader says, search, colours in code. Pages work without it.
const kept = {
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* Then it holds for this page only. */ } },
};

// Before anything is shown, so that a page does not flash in the other colours.
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (kept.get("theme") ?? document.documentElement.dataset.theme ?? (systemDark.matches ? "dark" : "light")) === "dark";
if (kept.get("theme")) document.documentElement.dataset.theme = kept.get("theme");

function theme() {
  const button = document.querySelector(".theme");
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    kept.set("theme", next);
    name();
  });
  systemDark.addEventListener("change", name);
}

function menu() {
  const menu = document.getElementById("menu");
  const current = menu?.querySelector("ul [aria-current]");
  if (current) menu.scrollTop = current.offsetTop - menu.clientHeight / 2;
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#menu") location.hash = "#content";
  });
}

function tabs() {
  const inputs = [...document.querySelectorAll(".tabs > input")];
  const chosen = inputs.find((input) => input.value === kept.get("language"));
  if (chosen) chosen.checked = true;
  for (const input of inputs) input.addEventListener("change", () => kept.set("language", input.value));
}

// Each finds, in this order: a comment, a string, a number or constant, a name that is given a value.
const COLOURS = {
  python: /(#[^\n]*)|(b?'(?:\\.|[^'\\\n])*'(?!:))|\b(\d[\d.]*|True|False|None)\b|('(?:\\.|[^'\\\n])*'(?=:)|\b\w+(?==))/g,
  rust: /(\/\/[^\n]*)|(b?"(?:\\.|[^"\\])*")|\b(\d[\w.]*|true|false|None)\b|(\.\w+(?=\()|\b\w+(?=: ))/g,
  http: /(^$.)|("(?:\\.|[^"\\])*"(?!:))|\b(true|false|null)\b|("(?:\\.|[^"\\])*"(?=:)|^[\w-]+(?=: ))/gm,
};

function colour(pre) {
  const pattern = COLOURS[pre.dataset.language];
  const code = pre.firstElementChild;
  const text = code.textContent;
  if (!pattern || text.length > 100_000) return;
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const kind = ["c", "s", "l", "n"].find((_, index) => match[index + 1] !== undefined);
    if (!kind || !match[0]) continue;
    const span = document.createElement("span");
    span.className = kind;
    span.textContent = match[0];
    parts.push(text.slice(end, match.index), span);
    end = match.index + match[0].length;
  }
  code.replaceChildren(...parts, text.slice(end));
}

const root = document.documentElement.dataset.root;
let index;

function load() {
  index ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = root + "search.js";
    script.onload = () => resolve(window.referenceIndex.flatMap(([title, folder, entries]) =>
      entries.map(([name, kind, path, words]) => ({ name, kind, words, title, folder, low: name.toLowerCase(), href: `${root}${folder}/${path}` }))));
    script.onerror = () => resolve([]);
    document.head.append(script);
  });
  return index;
}

// Smaller is better; none where a word is found nowhere.
function rank(entry, words, folder) {
  let rank = entry.kind === "operation" ? 0 : 2;
  if (entry.folder !== folder) rank += 1;
  for (const word of words) {
    const place = entry.low.indexOf(word);
    if (place < 0) {
      if (!entry.words.toLowerCase().includes(word) && !entry.title.toLowerCase().includes(word)) return undefined;
      rank += 40;
    } else {
      rank += entry.low === word ? 0 : place === 0 ? 5 : 10;
    }
  }
  return rank + entry.name.length / 100;
}

function search() {
  const box = document.querySelector(".search");
  const input = box.querySelector("input");
  const list = document.getElementById("results");
  const folder = new URL(root || ".", location.href).href === new URL(".", location.href).href ? undefined
    : location.href.slice(new URL(root, location.href).href.length).split("/")[0];
  let selected = -1;
  box.hidden = false;

  const select = (place) => {
    const items = [...list.children];
    selected = items.length ? (place + items.length) % items.length : -1;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === selected)));
    items[selected]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[selected]?.id ?? "");
  };
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const show = async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return close();
    const entries = await load();
    const found = entries.map((entry) => [rank(entry, words, folder), entry]).filter(([rank]) => rank !== undefined);
    found.sort(([a], [b]) => a - b);
    list.replaceChildren(...found.slice(0, 30).map(([, entry], at) => {
      const item = document.createElement("li");
      item.id = `result-${at}`;
      item.setAttribute("role", "option");
      const link = document.createElement("a");
      link.href = entry.href;
      link.tabIndex = -1;
      const [name, kind, words] = ["b", "small", "p"].map((tag) => document.createElement(tag));
      name.textContent = entry.name;
      kind.textContent = `${entry.kind} · ${entry.title}`;
      words.textContent = entry.words;
      link.append(name, kind, words);
      item.append(link);
      return item;
    }));
    if (!found.length) {
      const item = document.createElement("li");
      item.textContent = "Nothing found.";
      item.style.padding = "0.4rem 0.7rem";
      list.append(item);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    select(found.length ? 0 : -1);
  };

  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") select(selected + 1);
    else if (event.key === "ArrowUp") select(selected - 1);
    else if (event.key === "Enter") list.children[selected]?.querySelector("a")?.click();
    else if (event.key === "Escape") { close(); input.blur(); return; }
    else return;
    event.preventDefault();
  });
  addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
}

addEventListener("DOMContentLoaded", () => {
  theme();
  menu();
  tabs();
  search();
  document.querySelectorAll("pre[data-language]").forEach(colour);
});
