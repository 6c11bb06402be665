/* The live room: entries of its book are put on the page. What is being read or written is never moved or touched. */
const page = document.body, words = page.dataset;
let state = "", present = 0;

const put = (template, n) => template.replace("%(n)s", String(n));

/* --- what the page says about the connection --- */
const line = () => {
  const box = document.querySelector("[data-line]");
  if (!box || !state) return;
  const shown = { on: [words.wordsOn, "la"], again: [words.wordsAgain, "nghe"], poll: [words.wordsPoll, "nghe"], off: [words.wordsOff, "son"] }[state];
  box.hidden = false;
  box.dataset.hue = shown[1];
  if (box.textContent !== shown[0]) box.textContent = shown[0];
};
const become = next => { state = next; line(); lost(next === "off" ? words.wordsOff : ""); };
const lost = text => {
  const box = document.querySelector("[data-lost]");
  box.hidden = !text;
  box.querySelector("[data-lost-words]").textContent = text;
};
const people = () => {
  const box = document.querySelector("[data-present]");
  if (!box || !present) return;
  const text = box.querySelector("[data-present-words]");
  text.textContent = put(text.dataset.presentWords, present);
  box.hidden = false;
};
const out = () => { become("off"); lost(words.wordsOut); };

/* --- putting entries on the page --- */
const stream = document.getElementById("room-stream"), chip = document.querySelector("[data-chip]");
const head = chip.closest(".head2");
let held = [];

const atHead = () => head.getBoundingClientRect().bottom >= 0 && !stream.contains(document.activeElement)
  && !(getSelection()?.toString() && stream.contains(getSelection().anchorNode));
const tell = () => {
  chip.hidden = held.length === 0;
  head.classList.toggle("has-new", held.length > 0);
  chip.querySelector("[data-chip-words]").textContent = put(words.wordsNew, held.length);
};
const reveal = () => {
  for (const node of held) stream.prepend(node);
  held = [];
  tell();
};
chip.addEventListener("click", () => { reveal(); head.scrollIntoView({ block: "start" }); });

const known = id => document.getElementById(id) || held.find(node => node.id === id);
const add = node => {
  if (known(node.id)) return;
  document.querySelector("[data-empty]")?.remove();
  if (atHead() && !held.length) stream.prepend(node); else held.push(node);
  tell();
};

/* A region is changed as a whole; a choice not yet sent and the place of the keyboard stay. */
const replace = node => {
  const old = document.getElementById(node.id);
  if (!old || old.isEqualNode(node)) return;
  const kept = [...old.querySelectorAll("input:checked")].map(input => input.id).filter(Boolean);
  const active = document.activeElement, inside = old.contains(active);
  const mark = inside && active.form ? [active.getAttribute("form"), active.name, active.value] : null;
  const focus = inside ? active.id : "";
  old.replaceWith(node);
  const step = node.querySelector(".agenda [aria-current]");
  if (step) step.parentElement.scrollLeft = step.offsetLeft - 16;
  for (const id of kept) { const input = document.getElementById(id); if (input) input.checked = true; }
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  else if (mark) {
    const again = [...node.querySelectorAll("button, input")].find(b => b.getAttribute("form") === mark[0] && b.name === mark[1] && b.value === mark[2]);
    (again || node.querySelector("button, a"))?.focus({ preventScroll: true });
  }
};

const apply = entries => {
  for (const entry of entries) {
    const template = document.createElement("template");
    template.innerHTML = entry.html;
    for (const node of [...template.content.children]) if (node.dataset.into) add(node); else replace(node);
  }
  line();
  people();
};

const { read } = follow({
  book: Number(words.room), feed: words.feed, seq: Number(words.seq), socket: true, every: 10000,
  apply, become, out, present: n => { present = n; people(); }, crowd: () => present,
});

/* --- sending: the same key until it is certain --- */
const fresh = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
  return [...b].map((n, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + n.toString(16).padStart(2, "0")).join("");
};
const say = (form, text) => {
  const box = form.querySelector("[data-reason]");
  const place = box || document.querySelector("[data-refused] p");
  place.textContent = text;
  (box || place.parentElement).hidden = !text;
};
const post = async (form, data) => {
  for (let n = 0; ; n += 1) {
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, credentials: "same-origin", headers: { "X-Live": "1" } });
      if (answer.status < 500) return answer;
    } catch { /* not known whether it arrived: the same key makes sending again harmless */ }
    say(form, words.wordsUnsent);
    await wait(jitter(n));
  }
};
const send = async (form, submitter) => {
  const data = new URLSearchParams(new FormData(form));
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const area = form.querySelector("textarea"), typed = area?.value;
  const answer = await post(form, data);
  if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
    say(form, "");
    const key = [...form.elements].find(input => input.name.endsWith("client_key"));
    if (key) key.value = fresh();
    if (area && area.value === typed) area.value = "";
    await read().catch(() => {});
    if (form.dataset.roomForm === "say") reveal();
    return;
  }
  const told = await answer.json().catch(() => null);
  say(form, told?.reason || words.wordsOut);
};
document.addEventListener("submit", event => {
  const form = event.target;
  if (!form.matches("[data-room-form]") || event.defaultPrevented) return;
  event.preventDefault();
  send(form, event.submitter).finally(() => form.dispatchEvent(new CustomEvent("htmx:afterRequest", { bubbles: true })));
});

/* --- the clock of the speaker --- */
const tick = () => {
  for (const clock of document.querySelectorAll("[data-since]")) {
    const gone = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.since)) / 1000));
    clock.textContent = `${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}`;
    clock.hidden = false;
  }
};
setInterval(tick, 1000);
tick();
