/* The reading page while it is open: counters change in place, what is new at the clause in view waits behind a chip,
   and the text never moves. What is shown comes from the page's own addresses; the feed only says where to look. */
const box = document.getElementById("live"), words = box.dataset;
const chip = box.querySelector("[data-fresh]"), said = box.querySelector("[data-fresh-said]"), lost = box.querySelector("[data-lost]");
const APART = 5000;
let news = [], last = Number(words.seq), sent = last, most = "", before = 0, timer = 0, speaking = 0;
const dirty = { clauses: new Set(), comments: new Set() };

const side = () => document.getElementById("side");
const inView = item => item.clauses.includes(side()?.dataset.clause?.slice(2));
const shown = id => document.getElementById(`y-${id}`);
const put = (template, n) => template.replace("%(n)s", String(n));
const differ = (node, html) => { if (node && node.innerHTML !== html) node.innerHTML = html; };

/* --- the chip --- */
/* What was opened is something new for who could not read it, and a change for who could. */
const kind = item => item.kind !== "opened" ? item.kind : shown(item.id) ? "change" : "comment";
const waiting = () => news.filter(item => inView(item) && (kind(item) === "comment" ? !shown(item.id) : kind(item) === "change" ? shown(item.id) : true));
/* What is being written beside the text is never replaced. */
const writing = () => [...side().querySelectorAll("textarea")].some(area => area.value.trim() || area === document.activeElement);
const address = (name, items) => {
  const at = new URL(side().querySelector(".tabs a").getAttribute(name), location.href);
  const roots = items.filter(item => kind(item) === "comment").map(item => Number(item.root));
  if (roots.length && side().querySelector("#more")) at.searchParams.set("sau", Math.min(...roots) - 1);
  return at.pathname + at.search + at.hash;
};
const draw = () => {
  const items = side() ? waiting() : [];
  const comments = new Set(items.filter(item => kind(item) === "comment").map(item => item.id)).size;
  const template = !comments ? words.wordsChange : items.length > comments ? words.wordsMixed : words.wordsNew;
  const text = items.length && !writing() ? put(template, comments) : "";
  chip.hidden = !text;
  if (!text) return;
  chip.querySelector("[data-fresh-words]").textContent = text;
  chip.href = address("href", items);
  const head = side().querySelector("header");
  if (chip.parentElement !== head) head.append(chip);
  clearTimeout(speaking);
  speaking = setTimeout(() => { if (said.textContent !== text) said.textContent = text; }, 1500);
};
chip.addEventListener("click", event => {
  if (!window.htmx || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  window.htmx.ajax("GET", address("hx-get", waiting()), { target: "#side", swap: "outerHTML" });
});
document.addEventListener("htmx:beforeRequest", event => { if (event.detail.target?.id === "side") sent = last; });
document.addEventListener("htmx:beforeSwap", event => { if (event.detail.target?.id === "side") box.append(chip); });
document.addEventListener("htmx:load", event => {
  if (event.target.id !== "side") return;
  news = news.filter(item => !inView(item) || item.seq > sent);
  draw();
});
document.addEventListener("input", event => { if (event.target.closest?.("#side")) draw(); });

/* --- figures in place --- */
const refresh = async () => {
  const clauses = [...dirty.clauses], comments = [...dirty.comments], clause = side()?.dataset.clause;
  const at = new URL(words.counters, location.href);
  for (const [name, value] of new URLSearchParams(location.search)) if (name !== "muc") at.searchParams.append(name, value);
  at.searchParams.set("clause", clause?.slice(2) ?? "0");
  for (const [name, value] of [["dem", clauses.join()], ["y", comments.join()], ["most", most]]) at.searchParams.set(name, value);
  dirty.clauses.clear();
  dirty.comments.clear();
  before = Date.now();
  try {
    const answer = await fetch(at, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`counters ${answer.status}`);
    counters(await answer.json(), clause);
  } catch {
    for (const pk of clauses) dirty.clauses.add(pk);
    for (const pk of comments) dirty.comments.add(pk);
    soon(4 * APART);
  }
};
const counters = (found, clause) => {
  most = found.most;
  for (const say of document.querySelectorAll(".law .say")) {
    const html = found.say[new URL(say.href).searchParams.get("clause")];
    if (!html) continue;
    const template = document.createElement("template");
    template.innerHTML = html;
    const now = template.content.firstElementChild;
    say.setAttribute("aria-label", now.getAttribute("aria-label"));
    differ(say, now.innerHTML);
  }
  for (const [pk, html] of Object.entries(found.lines)) for (const line of document.querySelectorAll(`.toc a[href$="#c-${pk}"]`)) differ(line, html);
  if (found.lost) for (const line of document.querySelectorAll(".toc a[href*='/y-kien-khong-con-cho/']")) differ(line, found.lost);
  if (found.total && side()?.dataset.clause === clause) differ(side().querySelector(".tabs a"), found.total);
  for (const [pk, figure] of Object.entries(found.figures)) foot(shown(pk)?.querySelector(":scope > footer"), figure);
};
const foot = (node, figure) => {
  if (!node) return;
  const numbers = node.querySelectorAll(".n");
  if (numbers.length === figure.n.length) numbers.forEach((number, place) => differ(number, figure.n[place]));
  if (figure.line) differ(node.querySelector(":scope > span:not([class])"), figure.line);
};
const soon = (least = 0) => {
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(least, 500 + Math.random() * 1500, before + APART - Date.now()));
};

/* --- the feed --- */
const apply = entries => {
  for (const entry of entries) {
    last = Math.max(last, entry.seq);
    const template = document.createElement("template");
    template.innerHTML = entry.html;
    for (const mark of template.content.querySelectorAll("[data-news]")) {
      const item = { seq: entry.seq, kind: mark.dataset.news, clauses: (mark.dataset.clause || "").split(" "), id: mark.dataset.id, root: mark.dataset.root };
      if (item.kind === "file") { box.querySelector("[data-file]").hidden = false; continue; }
      if (item.kind !== "figures") news.push(item);
      for (const pk of item.clauses) dirty.clauses.add(pk);
      if (item.id) dirty.comments.add(item.id);
    }
  }
  if (!entries.length) return;
  draw();
  if (dirty.clauses.size) soon();
};
const become = state => say(state === "off" ? words.wordsOff : "");
const say = text => { lost.hidden = !text; lost.querySelector("[data-lost-words]").textContent = text; };
follow({
  book: Number(words.book), feed: words.feed, seq: last, socket: "socket" in words, every: "socket" in words ? 10000 : 30000,
  apply, become, out: () => say(words.wordsOut),
});
