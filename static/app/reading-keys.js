/* Reading room by keys: the next and the previous clause, comment and hit, the composer, the search, a list of keys.
   Each key presses what is also on the page. Never while typing; they can be switched off, as in the triage. */
const OFF = "keys-off";
const off = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };
const press = selector => { const target = document.querySelector(selector); target?.click(); return Boolean(target); };

const step = (list, by) => {
  if (!list.length) return false;
  const now = list.findIndex(one => one.matches(".now") || one.contains(document.activeElement));
  const next = list[(now < 0 ? (by > 0 ? 0 : list.length - 1) : (now + by + list.length) % list.length)];
  for (const one of list) one.classList.toggle("now", one === next);
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  return true;
};
const comments = by => step([...document.querySelectorAll(".side .comment")], by);
const hits = by => step([...document.querySelectorAll(".law mark, .side mark")], by);
const compose = () => {
  const asked = new CustomEvent("consult:write", { cancelable: true });
  return !document.dispatchEvent(asked) || press(".side .act a[hx-get]");
};
const help = () => { const box = document.getElementById("reading-keys"); if (!box) return false; box.showModal(); return true; };

const KEYS = {
  j: () => press(".side [rel=next]"), k: () => press(".side [rel=prev]"), n: () => comments(1), p: () => comments(-1),
  c: compose, "/": () => { const box = document.getElementById("find"); box?.focus(); return Boolean(box); },
  "]": () => hits(1), "[": () => hits(-1), "?": help,
};

document.addEventListener("keydown", event => {
  if (!document.querySelector("[data-reading]") || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  const arrow = event.target.closest?.(".side > header") && { ArrowDown: "j", ArrowUp: "k" }[event.key];
  const act = KEYS[arrow || event.key];
  if (!act || (off() && !arrow && event.key !== "?")) return;
  if (act()) event.preventDefault();
});

for (const opener of document.querySelectorAll("[data-do=reading-keys]")) {
  opener.hidden = false;
  opener.addEventListener("click", help);
}
for (const button of document.querySelectorAll("[data-hit]")) {
  button.hidden = false;
  button.addEventListener("click", () => hits(Number(button.dataset.hit)));
}
const toggle = document.querySelector("[data-do=reading-keys-on]");
if (toggle) {
  toggle.checked = !off();
  toggle.addEventListener("change", () => { try { localStorage.setItem(OFF, toggle.checked ? "no" : "yes"); } catch { /* private mode */ } });
}
