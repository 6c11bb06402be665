/* Forms: one sending at a time, questions before risky acts, warning on leaving, growing text areas. */
const busy = (form, on) => {
  if (on) form.dataset.sending = "yes"; else delete form.dataset.sending;
  const own = [...form.querySelectorAll("button:not([type=button]), input[type=submit]")];
  const outside = form.id ? document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`) : [];
  for (const button of [...own, ...outside]) {
    if (on) button.setAttribute("aria-disabled", "true"); else button.removeAttribute("aria-disabled");
  }
};

const dialog = document.getElementById("confirm");
const ask = (form, submitter, words) => {
  dialog.querySelector("[data-confirm-text]").textContent = words;
  const yes = dialog.querySelector("[data-confirm-yes]");
  yes.textContent = submitter?.dataset.confirmVerb || submitter?.textContent.trim() || yes.textContent;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") { submitter?.focus(); return; }
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter ?? undefined);
  }, { once: true });
  dialog.showModal();
};

/* Captured before htmx sees it, so that a second press or an unanswered question sends nothing. */
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.method === "dialog") return;
  const stop = () => { event.preventDefault(); event.stopImmediatePropagation(); };
  if (form.dataset.sending) { stop(); return; }
  const words = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (words && dialog && !form.dataset.confirmed) { stop(); ask(form, event.submitter, words); return; }
  delete form.dataset.confirmed;
  if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
  form.dataset.clean = "yes";
  if (form.hasAttribute("data-again")) return;
  /* The buttons keep their names and values for this sending; the hidden client key never changes. */
  setTimeout(() => busy(form, true));
  setTimeout(() => busy(form, false), 15000);
}, true);

const release = event => {
  /* A form that its answer has replaced is no longer in the page, but its buttons may be. */
  const form = (event.detail?.requestConfig?.elt ?? event.target).closest?.("form");
  if (form) busy(form, false);
};
for (const name of ["htmx:afterRequest", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, release);
addEventListener("pageshow", event => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sending]")) busy(form, false);
});

document.addEventListener("click", event => {
  const button = event.target.closest("[aria-disabled=true]");
  if (button) { event.preventDefault(); event.stopPropagation(); }
}, true);

document.addEventListener("input", event => {
  const form = event.target.closest("form[data-unsaved]");
  if (form) { form.dataset.dirty = "yes"; delete form.dataset.clean; }
});
addEventListener("beforeunload", event => {
  if (document.querySelector("form[data-unsaved][data-dirty]:not([data-clean])")) event.preventDefault();
});

if (!CSS.supports("field-sizing", "content")) {
  const grow = area => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
  document.addEventListener("input", event => { if (event.target.matches("textarea.textarea")) grow(event.target); });
  for (const area of document.querySelectorAll("textarea.textarea")) grow(area);
}
