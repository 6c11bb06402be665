/* Done things become a toast that goes by itself; lost connection and faults are lines that stay. */
const toasts = document.getElementById("toasts");
const STAY = 8000;

const toast = (words) => {
  const box = document.createElement("div"), text = document.createElement("span"), close = document.createElement("button");
  box.className = "toast";
  text.textContent = words;
  close.className = "btn btn--square";
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", toasts.dataset.close);
  close.addEventListener("click", () => box.remove());
  box.append(text, close);
  toasts.replaceChildren(box);
  let timer = setTimeout(() => box.remove(), STAY);
  const hold = () => clearTimeout(timer), go = () => { hold(); timer = setTimeout(() => box.remove(), STAY); };
  box.addEventListener("pointerenter", hold); box.addEventListener("focusin", hold);
  box.addEventListener("pointerleave", go); box.addEventListener("focusout", go);
};

const lift = scope => {
  for (const message of scope.querySelectorAll("[data-toast]")) {
    toast(message.textContent.trim());
    const around = message.closest(".messages");
    message.remove();
    if (around && !around.children.length) around.remove();
  }
};

if (toasts) {
  /* After the drafts have seen the marks of success. */
  setTimeout(() => lift(document));
  document.addEventListener("htmx:load", event => setTimeout(() => lift(event.target)));
  /* The server's word for a part of a page: HX-Trigger: {"consult:toast": {"text": "..."}} */
  document.addEventListener("consult:toast", event => toast(event.detail.text ?? event.detail.value));
}

const show = (id, on) => { const line = document.getElementById(id); if (line) line.hidden = !on; };
addEventListener("offline", () => show("offline", true));
addEventListener("online", () => show("offline", false));
document.addEventListener("htmx:sendError", () => show("offline", true));
document.addEventListener("htmx:responseError", event => show("fault", event.detail.xhr.status >= 500 || event.detail.xhr.status === 403));
document.addEventListener("htmx:afterOnLoad", () => { show("offline", false); show("fault", false); });
/* A passkey that was refused or cancelled: the reason is the browser's own, the page only says that nothing was done. */
document.addEventListener("allauth.error", event => { event.preventDefault(); show("fault", true); });
