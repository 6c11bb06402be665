/* The feed of one book, shared by the pages that are live. A page holds a snapshot and its number; the socket says only
   that there is more; what there is comes from the feed, in order, each entry once. Without a socket the feed is asked
   now and then, and not at all while nobody looks at the page. */
const FIRST = 500, LONGEST = 30000, SILENCE = 75000, STABLE = 60000;
const wait = ms => new Promise(done => setTimeout(done, ms));
const jitter = n => Math.max(FIRST, Math.random() * Math.min(LONGEST, FIRST * 2 ** n));

/* book, feed (address), seq, socket (false: only ask), every (ms between questions without a socket);
   apply(entries) draws them, become(state) hears on, again, poll or off, out() that the right has ended,
   present(n) how many are here, crowd() how many readings must be spread. */
const follow = ({ book, feed, seq, socket: wanted, every, apply, become, out, present = () => {}, crowd = () => 0 }) => {
  let heard = seq, socket = null, tries = 0, over = false, fetching = null, connected = false, state = "";
  let reconnect = 0, watchdog = 0, poll = 0, stable = 0, soon = 0;

  const now = next => { state = next; become(next); };
  const end = () => {
    over = true;
    socket?.close();
    for (const timer of [reconnect, watchdog, poll, stable, soon]) clearTimeout(timer);
    state = "off";
    out();
  };

  /* --- one reading at a time, until nothing is left --- */
  const read = () => {
    if (over) return Promise.resolve();
    fetching ??= readAll().finally(() => { fetching = null; if (heard > seq && connected) later(); });
    return fetching;
  };
  const readAll = async () => {
    let more = true;
    while (more && !over) {
      const answer = await fetch(`${feed}?after=${seq}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.status === 404 || answer.status === 403) return end();
      if (!answer.ok) throw new Error(`feed ${answer.status}`);
      const found = await answer.json(), fresh = found.entries.filter(entry => entry.seq > seq);
      for (const entry of fresh) seq = Math.max(seq, entry.seq);
      apply(fresh);
      more = found.has_more;
      if (!more) seq = Math.max(seq, found.last_seq);
    }
  };
  /* A nudge reaches everybody at once; in a full room the readings are spread over a moment. */
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(() => read().catch(() => {}), Math.random() * Math.min(4000, crowd() * 4));
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
    if (!wanted) return polling();
    clearTimeout(reconnect);
    const own = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`);
    socket = own;
    own.addEventListener("open", () => {
      connected = true;
      own.send(JSON.stringify({ follow: { book, after: seq } }));
      now("on");
      clearTimeout(poll);
      poll = 0;
      stable = setTimeout(() => { tries = 0; }, STABLE);
      alive();
    });
    own.addEventListener("message", event => {
      alive();
      const frame = JSON.parse(event.data);
      if (frame.book !== book) return;
      if (frame.refused) return end();
      if (frame.present) present(frame.present);
      if (frame.seq) hear(frame.seq);
    });
    own.addEventListener("close", () => {
      if (own !== socket || over) return;
      connected = false;
      clearTimeout(watchdog);
      clearTimeout(stable);
      if (state !== "poll") now(tries > 3 ? "off" : "again");
      reconnect = setTimeout(connect, jitter(tries));
      tries += 1;
      /* After a signing out the feed answers 404 and says so; a blocked socket leaves the feed alone to ask. */
      if (!poll) polling();
    });
  };
  const polling = () => {
    poll = setTimeout(async () => {
      try {
        if (!document.hidden) {
          await read();
          if (!over && !connected) now("poll");
        }
      } catch {
        if (!connected) now("off");
      }
      if (!over && !connected) polling(); else poll = 0;
    }, poll || !wanted ? every : FIRST);
  };
  addEventListener("online", () => { if (!connected && !over) { tries = 0; connect(); } });
  addEventListener("pageshow", event => { if (event.persisted) { connected = false; connect(); read().catch(() => {}); } });
  connect();
  return { read };
};
