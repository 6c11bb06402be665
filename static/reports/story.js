/* The steps of a clause: a range, by keys too, shows one step at a time; the address follows. Without it they are links. */
const range = document.querySelector("[data-story]");
const panels = [...document.querySelectorAll("[data-story-panel]")];
const links = [...document.querySelectorAll("[data-story-step]")];

const show = number => {
  for (const panel of panels) panel.hidden = panel.dataset.storyPanel !== number;
  for (const link of links) {
    if (link.dataset.storyStep === number) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  range.value = number;
  range.setAttribute("aria-valuetext", links[number - 1].querySelector("b").textContent);
};

if (range && panels.length > 1) {
  range.hidden = false;
  show(range.value);
  range.addEventListener("input", () => {
    show(range.value);
    history.replaceState(null, "", `?buoc=${range.value}`);
  });
  for (const link of links) {
    link.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(link.dataset.storyStep);
      history.replaceState(null, "", link.href);
    });
  }
}
