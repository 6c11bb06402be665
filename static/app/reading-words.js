/* Reading room: words selected inside one clause go into the composer, and the words of the comments in view are
   marked in the text. Places count the characters of the row as it is drawn; a line end counts as one. */
const picked = { row: null, quote: "", at: 0 };
let button = null, waiting = null;

const bodyOf = row => row.querySelector(":scope > p");
const sizeBefore = (body, node, offset) => {
  const range = document.createRange();
  range.setStart(body, 0);
  range.setEnd(node, offset);
  const part = range.cloneContents();
  return part.textContent.length + part.querySelectorAll("br").length;
};

const selectionInOneClause = () => {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0), quote = chosen.toString();
  const body = (range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement)?.closest(".law .clause > p");
  if (!body || !body.contains(range.endContainer) || body.querySelector("ins, del") || !quote.trim()) return null;
  const lead = quote.length - quote.trimStart().length;
  return { row: body.parentElement, quote: quote.trim(), at: sizeBefore(body, range.startContainer, range.startOffset) + lead };
};

const offer = () => {
  const found = selectionInOneClause(), law = document.querySelector(".law[data-pick]");
  if (!found || !law) { button?.remove(); picked.row = null; return; }
  Object.assign(picked, found);
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--main pick";
    button.textContent = law.dataset.pick;
    button.addEventListener("pointerdown", event => event.preventDefault());
    button.addEventListener("click", write);
  }
  if (button.parentElement !== picked.row) picked.row.append(button);
};
let timer = 0;
document.addEventListener("selectionchange", () => { clearTimeout(timer); timer = setTimeout(offer, 120); });

const fill = () => {
  const form = document.getElementById("composer"), box = form?.elements.cited;
  if (!box || !waiting) return;
  box.closest("details")?.setAttribute("open", "");
  box.value = waiting.quote;
  form.elements.cited_at.value = waiting.at;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  waiting = null;
};

const write = () => {
  const say = picked.row?.querySelector(".say");
  if (!say) return;
  waiting = { quote: picked.quote, at: picked.at };
  const url = say.getAttribute("hx-get");
  button?.remove();
  picked.row = null;
  getSelection().removeAllRanges();
  window.htmx.ajax("GET", `${url}${url.includes("?") ? "&" : "?"}muc=viet`, { source: say, target: "#side", swap: "outerHTML" });
};
document.addEventListener("consult:write", event => { if (picked.row) { event.preventDefault(); write(); } });

/* Words that were typed or changed by hand have no place any more: the server looks for them. */
document.addEventListener("input", event => {
  if (event.isTrusted && event.target.name === "cited" && event.target.form?.elements.cited_at) event.target.form.elements.cited_at.value = "";
});

const rangeAt = (body, from, to) => {
  const range = document.createRange(), walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let at = 0, begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === 1) { if (node.nodeName === "BR") at += 1; continue; }
    const end = at + node.length;
    if (!begun && from < end) { range.setStart(node, Math.max(0, from - at)); begun = true; }
    if (begun && to <= end) { range.setEnd(node, to - at); return range; }
    at = end;
  }
  return null;
};

/* The title of an article is drawn apart from its text, but counted with it. */
const rangeOf = quote => {
  const place = document.getElementById(quote.dataset.in);
  if (!place) return null;
  const article = place.matches(".law-article"), row = article ? place.nextElementSibling : place;
  const shift = article ? place.textContent.replace(/^\S+\s\S+\.\s/, "").length + 1 : 0;
  const body = row?.matches(".clause") ? bodyOf(row) : null;
  return body && !body.querySelector("ins, del") ? rangeAt(body, quote.dataset.from - shift, quote.dataset.to - shift) : null;
};

const marks = new Map();
const paint = () => {
  if (!window.Highlight || !CSS.highlights) return;
  CSS.highlights.set("cited", new Highlight(...marks.values()));
};
const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    const range = entry.isIntersecting && rangeOf(entry.target);
    if (range) marks.set(entry.target, range); else marks.delete(entry.target);
  }
  for (const quote of marks.keys()) if (!quote.isConnected) marks.delete(quote);
  paint();
});
const watch = part => { for (const quote of part.querySelectorAll?.(".cited[data-in]") ?? []) watcher.observe(quote); };
watch(document);
document.addEventListener("htmx:load", event => {
  if (event.target.id === "side") { marks.clear(); paint(); }
  watch(event.target);
  fill();
});
