/* Reading room: the sheet of a phone, the current clause, focus in and out of the aside. */
const phone = matchMedia("(max-width: 48rem)"), still = matchMedia("(prefers-reduced-motion: reduce)");
let opener = null;

const sideNow = () => document.getElementById("side");
const sheet = (side, state) => {
  side.dataset.sheet = state;
  side.querySelector("[data-do=sheet]")?.setAttribute("aria-expanded", state !== "closed");
};

/* The row of the clause in the aside; the words of an article stand in the row after its heading. */
const rowOf = side => {
  const place = document.getElementById(side.dataset.clause ?? "");
  return place?.matches(".clause") || !place?.nextElementSibling?.matches(".clause:not([id])") ? place : place.nextElementSibling;
};
const articleOf = row => {
  let at = row;
  while (at && !at.matches(".law-article")) at = at.previousElementSibling;
  return at;
};

const markContents = row => {
  const links = [...document.querySelectorAll(".rail.toc a")], article = row && articleOf(row);
  if (!links.length) return;
  const now = article ? links.find(link => link.hash === `#${article.id}`) : row ? null : links[0];
  for (const link of links) if (link === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
};

/* Versions, filters and search stay at the clause in view, also when the aside has changed since the page was drawn. */
const STAYS = "[data-place] a, .tools > .filters a, .tools > .hint a, .tools > a.btn";
const keepPlace = side => {
  const id = (side.dataset.clause ?? "").slice(2), place = id && id !== "0" ? id : "chung";
  for (const link of document.querySelectorAll(STAYS)) {
    const to = new URL(link.href);
    if (!to.searchParams.has("clause")) continue;
    to.searchParams.set("clause", place);
    link.href = to.pathname + to.search + to.hash;
  }
  for (const box of document.querySelectorAll(".tools .searchbox input[name=clause]")) box.value = place;
};

const mark = side => {
  keepPlace(side);
  const row = rowOf(side);
  for (const old of document.querySelectorAll(".law [aria-current]")) if (old !== row) old.removeAttribute("aria-current");
  if (row?.matches(".clause, .law-article")) row.setAttribute("aria-current", "true");
  opener = row?.querySelector(".say") ?? null;
  markContents(row);
  return row;
};

/* The text moves only when the clause cannot be seen, and then so that it stands above the sheet. */
const bringIntoView = row => {
  const box = row.getBoundingClientRect(), side = sideNow();
  const top = phone.matches ? 60 : 150, end = phone.matches ? side.getBoundingClientRect().top : innerHeight;
  if (box.top >= top && Math.min(box.bottom, box.top + 120) <= end) return;
  row.scrollIntoView({ block: phone.matches ? "start" : "center", behavior: still.matches ? "auto" : "smooth" });
};

/* Where the keyboard of a phone covers the page instead of shrinking it, the sheet stands on the keyboard. */
const standOnKeyboard = () => {
  const enlarged = visualViewport.scale > 1.01;  // by fingers: no keyboard
  const covered = enlarged ? 0 : Math.max(0, Math.round(innerHeight - visualViewport.height - visualViewport.offsetTop));
  document.documentElement.style.setProperty("--keyboard", `${covered}px`);
  const field = phone.matches && document.activeElement;
  if (field && field.matches(".side input, .side textarea, .side select")) field.scrollIntoView({ block: "nearest" });
};
if (globalThis.visualViewport) visualViewport.addEventListener("resize", standOnKeyboard);

document.addEventListener("click", event => {
  const side = sideNow();
  if (!side) return;
  if (event.target.closest("[data-do=sheet]")) sheet(side, { closed: "half", half: "full", full: "half" }[side.dataset.sheet]);
  if (event.target.closest("[data-do=close-side]")) {
    event.preventDefault();
    sheet(side, "closed");
    (opener ?? document.querySelector(".clause[aria-current] .say"))?.focus({ preventScroll: true });
  }
  const say = event.target.closest(".clause .say");
  if (say) opener = say;
});

document.addEventListener("keydown", event => {
  const side = event.key === "Escape" && event.target.closest?.(".side");
  if (!side) return;
  if (phone.matches) sheet(side, "closed");
  (opener ?? document.querySelector(".clause[aria-current] .say"))?.focus();
});

/* Whatever asks for focus gets it when it arrives: a list of errors, the heading of the aside. */
const focusIn = part => {
  const target = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: Boolean(target.closest(".side")) });
};
focusIn(document);

const first = sideNow();
if (first && first.dataset.sheet !== "closed") {
  const row = rowOf(first);
  if (row && (phone.matches || /[?&]clause=/.test(location.search)) && ["", "#side"].includes(location.hash)) bringIntoView(row);
}
document.addEventListener("htmx:load", event => {
  if (event.target === document.body) return;
  focusIn(event.target);
  if (event.target.id !== "side") return;
  const row = mark(event.target);
  if (row) bringIntoView(row);
});
