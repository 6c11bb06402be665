/* Triage: j and k move, every other key presses the visible button that shows it. Keys work inside the list
   and its panes, never while typing, and can be switched off. */
const OFF = "keys-off";
const store = { get: key => { try { return localStorage.getItem(key); } catch { return null; } }, set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } } };

const move = (list, by) => {
  const rows = [...list.querySelectorAll("[role=option]")];
  if (!rows.length) return;
  const now = rows.findIndex(row => row.getAttribute("aria-selected") === "true");
  const next = Math.min(rows.length - 1, Math.max(0, now + by));
  rows.forEach((row, n) => { row.setAttribute("aria-selected", n === next); row.tabIndex = n === next ? 0 : -1; });
  rows[next].focus({ preventScroll: true });
  rows[next].scrollIntoView({ block: "nearest" });
  rows[next].dispatchEvent(new CustomEvent("consult:select", { bubbles: true }));
};

document.addEventListener("keydown", event => {
  const list = document.querySelector("[data-triage]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  if (!event.target.matches("body, main") && !event.target.closest("[data-triage], [data-keys-scope]")) return;
  const keysBox = document.querySelector("[data-keys]");
  if (event.key === "?" && keysBox) { keysBox.hidden = !keysBox.hidden; return; }
  if (store.get(OFF) === "yes") return;
  if (event.key === "j" || event.key === "ArrowDown") move(list, 1);
  else if (event.key === "k" || event.key === "ArrowUp") move(list, -1);
  else {
    const button = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (!button || button.hidden) return;
    if (button.matches("input, textarea, select")) button.focus(); else button.click();
  }
  event.preventDefault();
});

const toggle = document.querySelector("[data-do=keys]");
if (toggle) {
  toggle.checked = store.get(OFF) !== "yes";
  toggle.addEventListener("change", () => store.set(OFF, toggle.checked ? "no" : "yes"));
}
