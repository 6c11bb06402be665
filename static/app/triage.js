/* Triage: j and k move, every other key presses the visible button that shows it. Keys work inside the list
   and its panes, never while typing, and can be switched off. A list of links names them in data-triage: the keys
   move the focus, and Enter opens. */
const OFF = "keys-off";
const store = { get: key => { try { return localStorage.getItem(key); } catch { return null; } }, set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } } };

const walk = (list, by) => {
  const links = [...list.querySelectorAll(list.dataset.triage)];
  const at = links.indexOf(document.activeElement);
  const now = at < 0 ? links.findIndex(link => link.hasAttribute("aria-current")) : at;
  const next = links[Math.min(links.length - 1, Math.max(0, now + by))];
  if (next) next.focus();
};

const move = (list, by) => {
  if (list.dataset.triage) { walk(list, by); return; }
  const rows = [...list.querySelectorAll("[role=option]")];
  if (!rows.length) return;
  const now = rows.findIndex(row => row.getAttribute("aria-selected") === "true");
  select(rows, rows[Math.min(rows.length - 1, Math.max(0, now + by))]);
};

const select = (rows, chosen) => {
  for (const row of rows) { row.setAttribute("aria-selected", row === chosen); row.tabIndex = row === chosen ? 0 : -1; }
  chosen.focus({ preventScroll: true });
  chosen.scrollIntoView({ block: "nearest" });
  // Until the chosen opinion is there nothing may be done to the one that is still shown: it would be the wrong one.
  if (window.htmx) document.getElementById("reading")?.toggleAttribute("inert", true);
  chosen.dispatchEvent(new CustomEvent("consult:select", { bubbles: true }));
};
for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout", "htmx:sendAbort"]) {
  document.addEventListener(failed, () => document.getElementById("reading")?.toggleAttribute("inert", false));
}

/* A press opens beside the list, which keeps its place; where the panes stand below one another, the eye is taken along. */
document.addEventListener("click", event => {
  const row = event.target.closest?.("[data-triage] [role=option]");
  if (!row || !window.htmx || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (matchMedia("(max-width: 60rem)").matches) {
    document.addEventListener("htmx:afterSwap", () => document.getElementById("reading")?.scrollIntoView(), { once: true });
  }
  select([...row.closest("[data-triage]").querySelectorAll("[role=option]")], row);
});

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
    if (!button || button.hidden || button.closest("[inert]")) return;
    const fold = !button.matches("summary") && button.closest("details");
    if (fold) fold.open = true;
    if (button.matches("input, textarea, select")) button.focus(); else button.click();
  }
  event.preventDefault();
});

const toggle = document.querySelector("[data-do=keys]");
if (toggle) {
  toggle.checked = store.get(OFF) !== "yes";
  toggle.addEventListener("change", () => store.set(OFF, toggle.checked ? "no" : "yes"));
}

/* Words selected in the opinion go into the field that is open for them, with their place counted in letters. */
const chosen = () => {
  const selection = getSelection(), box = selection.anchorNode?.parentElement?.closest("[data-opinion-words]");
  if (!box || selection.isCollapsed || !box.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0), before = range.cloneRange();
  before.selectNodeContents(box);
  before.setEnd(range.startContainer, range.startOffset);
  return { words: range.toString(), start: [...before.toString()].length, part: "reason" };
};
const fill = scope => {
  const marked = chosen(), field = scope?.querySelector("[data-marked]");
  if (!marked || !field) return;
  field.value = marked.words;
  scope.querySelector("[data-marked-start]").value = marked.start;
  scope.querySelector("[data-marked-part]").value = marked.part;
};
document.addEventListener("selectionchange", () => {
  for (const scope of document.querySelectorAll("details[data-mark][open]")) fill(scope);
});
document.addEventListener("toggle", event => { if (event.target.matches?.("details[data-mark][open]")) fill(event.target); }, true);
document.addEventListener("input", event => {
  const scope = event.target.matches("[data-marked]") && event.target.closest("form, [data-mark]");
  if (scope) scope.querySelector("[data-marked-start]").value = "";
});

/* An opinion of the list is dragged onto a point: the same as choosing the point. */
document.addEventListener("dragstart", event => {
  const item = event.target.closest?.("[data-opinion]");
  if (item && document.getElementById("drop")) event.dataTransfer.setData("text/x-opinion", item.dataset.opinion);
});
const over = event => event.dataTransfer?.types.includes("text/x-opinion") && event.target.closest?.("[data-point]");
let under = null;
const show = point => {
  if (under === point) return;
  under?.removeAttribute("data-over");
  under = point;
  under?.setAttribute("data-over", "");
};
document.addEventListener("dragover", event => {
  const point = over(event) || null;
  show(point);
  if (point) event.preventDefault();
});
document.addEventListener("dragend", () => show(null));
document.addEventListener("drop", event => {
  const point = over(event), form = document.getElementById("drop");
  if (!point || !form) return;
  event.preventDefault();
  show(null);
  form.elements.comment.value = event.dataTransfer.getData("text/x-opinion");
  form.elements.point.value = point.dataset.point;
  form.requestSubmit();
});
