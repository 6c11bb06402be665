/* Words selected in a comment go into the answer as a quotation; without a selection the link is an ordinary one. */
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-quotes]");
  if (!link) return;
  const chosen = getSelection(), words = chosen.toString().trim(), scope = link.closest(".comment, .reply");
  if (words && scope?.contains(chosen.anchorNode) && scope.contains(chosen.focusNode)) {
    const url = new URL(link.href);
    url.searchParams.set("trich", words.slice(0, 1500));
    link.href = url.href;
  }
}, true);

/* A field that begins with the words of the draft, when it is empty. */
const offer = scope => {
  for (const button of scope.querySelectorAll("button[data-fill-from]")) {
    const source = document.getElementById(button.dataset.fillFrom), field = document.getElementById(button.dataset.fillTo);
    if (!source || !field) continue;
    const show = () => { button.hidden = field.value.trim() !== ""; };
    if (!button.dataset.ready) {
      button.dataset.ready = "yes";
      field.addEventListener("input", show);
      button.addEventListener("click", () => {
        field.value = source.textContent.trim();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
    }
    show();
  }
};
offer(document);
document.addEventListener("htmx:load", event => offer(event.target));
