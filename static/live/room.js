/* The live room. The page holds a snapshot and its number; the socket says only that there is more; what there
   is comes from the feed, in order, each entry once. Without a socket the feed is asked every ten seconds.
   What is being read or written is never moved or touched. */
const page = document.body, words = page.dataset;
const BOOK = Number(words.room), FIRST = 500, LONGEST = 30000, POLL = 10000, SILENCE = 75000, STABLE = 60000;

let seq = Number(words.seq), heard = seq, present = 0;
let socket = null, tries = 0, over = false, fetching = null, connected = false, state = "";
let reconnect = 0, watchdog = 0, poll = 0, stable = 0, soon = 0;

const wait = ms => new Promise(done => setTimeout(done, ms));
const jitter = n => Math.max(FIRST, Math.random() * Math.min(LONGEST, FIRST * 2 ** n));
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
const out = () => {
  over = true;
  become("off");
  lost(words.wordsOut);
  socket?.close();
  for (const timer of [reconnect, watchdog, poll, stable, soon]) clearTimeout(timer);
};

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
    if (entry.seq <= seq) continue;
    const template = document.createElement("template");
    template.innerHTML = entry.html;
    for (const node of [...template.content.children]) if (node.dataset.into) add(node); else replace(node);
    seq = entry.seq;
  }
  line();
  people();
};

/* --- the feed: one reading at a time, until nothing is left --- */
const read = () => {
  if (over) return Promise.resolve();
  fetching ??= readAll().finally(() => { fetching = null; if (heard > seq && connected) later(); });
  return fetching;
};
const readAll = async () => {
  let more = true;
  while (more && !over) {
    const answer = await fetch(`${words.feed}?after=${seq}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.status === 404 || answer.status === 403) return out();
    if (!answer.ok) throw new Error(`feed ${answer.status}`);
    const feed = await answer.json();
    apply(feed.entries);
    more = feed.has_more;
    if (!more) seq = Math.max(seq, feed.last_seq);
  }
};
/* A nudge reaches everybody at once; in a full room the readings are spread over a moment. */
const later = () => {
  clearTimeout(soon);
  soon = setTimeout(() => read().catch(() => {}), Math.random() * Math.min(4000, present * 4));
};
const hear = number => {
  heard = Math.max(heard, number);
  if (heard > seq && !fetching) later();
};

/* --- the socket --- */
const alive = () => {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => socket?.close(), SILENCE);
};
const connect = () => {
  if (over) return;
  clearTimeout(reconnect);
  const own = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`);
  socket = own;
  own.addEventListener("open", () => {
    connected = true;
    own.send(JSON.stringify({ follow: { book: BOOK, after: seq } }));
    become("on");
    clearTimeout(poll);
    poll = 0;
    stable = setTimeout(() => { tries = 0; }, STABLE);
    alive();
  });
  own.addEventListener("message", event => {
    alive();
    const frame = JSON.parse(event.data);
    if (frame.book !== BOOK) return;
    if (frame.refused) return out();
    if (frame.present) { present = frame.present; people(); }
    if (frame.seq) hear(frame.seq);
  });
  own.addEventListener("close", () => {
    if (own !== socket || over) return;
    connected = false;
    clearTimeout(watchdog);
    clearTimeout(stable);
    if (state !== "poll") become(tries > 3 ? "off" : "again");
    reconnect = setTimeout(connect, jitter(tries));
    tries += 1;
    /* After a signing out the feed answers 404 and says so; a blocked socket leaves the feed alone to ask. */
    if (!poll) polling();
  });
};
const polling = () => {
  poll = setTimeout(async () => {
    try {
      await read();
      if (!over && !connected) become("poll");
    } catch {
      if (!connected) become("off");
    }
    if (!over && !connected) polling(); else poll = 0;
  }, poll ? POLL : FIRST);
};
addEventListener("online", () => { if (!connected && !over) { tries = 0; connect(); } });
addEventListener("pageshow", event => { if (event.persisted) { connected = false; connect(); read().catch(() => {}); } });

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
connect();
