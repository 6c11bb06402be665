/* Reading room: the sheet of a phone, the current clause, focus in and out of the aside. */
const phone = matchMedia("(max-width: 48rem)");
let opener = null;

document.addEventListener("click", event => {
  const grab = event.target.closest("[data-do=sheet]");
  if (grab) {
    const side = grab.closest(".side");
    const full = side.dataset.sheet !== "full";
    side.dataset.sheet = full ? "full" : "half";
    grab.setAttribute("aria-expanded", full);
  }
  const say = event.target.closest(".clause .say");
  if (say) {
    opener = say;
    for (const row of document.querySelectorAll(".clause[aria-current]")) row.removeAttribute("aria-current");
    say.closest(".clause").setAttribute("aria-current", "true");
  }
});

document.addEventListener("keydown", event => {
  const side = event.key === "Escape" && event.target.closest?.(".side");
  if (!side) return;
  side.querySelector("[data-do=close-side]")?.click();
  (opener ?? document.querySelector(".clause[aria-current] .say"))?.focus();
});

/* The clause being discussed stays visible above the sheet. */
const keepInView = () => {
  const now = document.querySelector(".clause[aria-current]");
  if (now && phone.matches && document.querySelector(".side")) now.scrollIntoView({ block: "start" });
};
keepInView();

/* Whatever asks for focus gets it when it arrives: a list of errors, the heading of the aside. */
const focusIn = part => {
  const target = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: phone.matches });
  if (target.closest(".side")) keepInView();
};
focusIn(document);
document.addEventListener("htmx:load", event => { if (event.target !== document.body) focusIn(event.target); });
