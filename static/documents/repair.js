/* Repairing the tree of a draft: one stop of the Tab key for the list, arrows inside it, and keys that press the
   visible button or open the part that shows them. Keys work in the list and beside it, never while typing, and can be
   switched off. */
const OFF = "repair-keys-off";
const store = { get: key => { try { return localStorage.getItem(key); } catch { return null; } }, set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } } };

const area = () => document.getElementById("repair");
const bench = () => document.getElementById("bench");
const rows = () => [...area().querySelectorAll(".unit")];
const current = () => area().querySelector(".unit[aria-current]") ?? area().querySelector(".unit");

const choose = row => {
  for (const other of area().querySelectorAll(".unit[aria-current]")) if (other !== row) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  for (const other of area().querySelectorAll('.unit[tabindex="0"]')) other.tabIndex = -1;
  row.tabIndex = 0;
};

/* The unit at hand is fetched once the eye rests on it; a key waits for it, so that it never acts on another. */
let timer = 0, asked = Promise.resolve();
const fetchBench = row => {
  clearTimeout(timer);
  if (bench()?.dataset.bench === row.dataset.unit) return asked;
  asked = htmx.ajax("GET", `${area().dataset.repair}?muc=${row.dataset.unit}`, { target: "#bench", swap: "outerHTML", source: row });
  return asked;
};
const go = row => {
  if (!row) return;
  choose(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  clearTimeout(timer);
  timer = setTimeout(() => fetchBench(row), 180);
};

const ready = () => {
  if (!area()) return;
  for (const row of rows()) row.tabIndex = -1;
  const row = current();
  if (row) choose(row);
  const box = area().querySelector("[data-do=repair-keys]");
  if (box) box.checked = store.get(OFF) !== "yes";
};

const press = async name => {
  const row = current();
  if (row) await fetchBench(row);
  const target = area().querySelector(`[aria-keyshortcuts="${CSS.escape(name)}"]`);
  if (!target || target.disabled) return;
  if (!target.matches("summary")) { target.click(); return; }
  const box = target.parentElement;
  box.open = !box.open || !box.matches("[data-keys-help]") && box.open;
  (box.open ? box.querySelector("button, input:not([type=hidden]), select, textarea") : target)?.focus();
};

const KEYS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
document.addEventListener("keydown", event => {
  if (!area() || event.defaultPrevented || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target.closest?.("#repair")) {
    for (const box of area().querySelectorAll("details[open]")) box.open = false;
    go(current());
    event.preventDefault();
    return;
  }
  if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (!event.target.matches("body, main") && !event.target.closest("#repair")) return;
  if (store.get(OFF) === "yes" && event.key !== "?") return;
  const name = event.altKey ? `Alt+${event.key}` : event.key, all = rows(), at = all.indexOf(current());
  if (!event.altKey && event.key in KEYS && !event.target.closest("#bench, .repair-bar")) go(all[at + KEYS[event.key]]);
  else if (name === "Home" || name === "End") go(all.at(name === "Home" ? 0 : -1));
  else if (name === "n") go(all.slice(at + 1).concat(all).find(row => row.querySelector(".kind .icon")));
  else if (area().querySelector(`[aria-keyshortcuts="${CSS.escape(name)}"]`) || "mste".includes(name) || name.startsWith("Alt+Arrow")) press(name);
  else return;
  event.preventDefault();
});

document.addEventListener("click", event => {
  const row = event.target.closest?.("#repair .unit");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(row);
  row.focus({ preventScroll: true });
  fetchBench(row);
});
document.addEventListener("change", event => {
  if (event.target.matches("[data-do=repair-keys]")) store.set(OFF, event.target.checked ? "no" : "yes");
});

/* A step draws the whole list anew: the eye stays where it was, the focus goes to the unit that was repaired. */
let place = 0;
document.addEventListener("htmx:beforeSwap", event => { if (event.detail.target.id === "repair") place = scrollY; });
document.addEventListener("htmx:afterSwap", event => {
  if (event.detail.target.id !== "repair" && event.target.id !== "repair") return;
  ready();
  scrollTo({ top: place, behavior: "instant" });
  const row = current();
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest", behavior: "instant" });
});
ready();
