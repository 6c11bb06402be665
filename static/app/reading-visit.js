/* Reading room: how far the reader has come is kept when the page is left; the address of a clause is copied. */
const tellSeen = () => {
  const form = document.querySelector("form[data-seen]");
  if (!form) return;
  const data = new FormData(form);
  data.set("im", "1");
  navigator.sendBeacon(form.action, data);
};
addEventListener("pagehide", tellSeen);

document.addEventListener("click", async event => {
  const link = event.target.closest("[data-do=copy-link]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href);
  const status = link.closest("aside, article, body").querySelector("[data-copy-status]");
  if (status) status.textContent = link.dataset.copied;
});
