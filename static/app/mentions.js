/* Mentions: in a form with data-mentions, "@" and a name offers who may be named in this file; choosing writes "@#123".
   Without this script the number is written by hand. */
const LONGEST = 40, REST = 250;
const TYPED = new RegExp(`@(\\p{L}[\\p{L} .]{1,${LONGEST}})$`, "u");
let timer, asked = "";

const close = area => { area.nextElementSibling?.matches(".mentions") && area.nextElementSibling.remove(); asked = ""; };

const offer = async area => {
  const found = TYPED.exec(area.value.slice(0, area.selectionStart));
  if (!found) { close(area); return; }
  const words = found[1].trim();
  if (words === asked) return;
  asked = words;
  const answer = await fetch(`${area.form.dataset.mentions}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || asked !== words) return;
  const html = await answer.text();
  close(area);
  asked = words;
  const list = document.createElement("div");
  list.className = "mentions";
  list.setAttribute("role", "status");
  list.innerHTML = html;
  if (list.querySelector("[data-mention]")) area.after(list);
};

document.addEventListener("input", event => {
  if (!event.target.matches("form[data-mentions] textarea[name=reason]")) return;
  clearTimeout(timer);
  timer = setTimeout(offer, REST, event.target);
});

document.addEventListener("click", event => {
  const button = event.target.closest(".mentions [data-mention]");
  if (!button) return;
  const area = button.closest(".mentions").previousElementSibling, at = area.selectionStart;
  const found = TYPED.exec(area.value.slice(0, at));
  const start = found ? found.index : at;
  area.setRangeText(`${button.dataset.mention} `, start, at, "end");
  close(area);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", event => {
  const area = event.target.closest?.(".mentions")?.previousElementSibling ?? event.target;
  if (!area.matches?.("form[data-mentions] textarea[name=reason]") || !area.nextElementSibling?.matches(".mentions")) return;
  if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(area); area.focus(); }
  if (event.key === "ArrowDown" && event.target === area) { event.preventDefault(); area.nextElementSibling.querySelector("button").focus(); }
}, true);
