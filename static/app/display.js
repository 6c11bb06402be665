/* Theme, reading size, print, menus. Cookies let the server write the next page in the chosen look. */
const root = document.documentElement;

const remember = (name, value) => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
};

const acts = {
  theme() {
    const now = root.dataset.theme;
    const dark = now ? now === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  },
  read() {
    const size = Number(root.dataset.read || 1) % 3 + 1;
    root.dataset.read = size;
    remember("read", size);
    for (const button of document.querySelectorAll("[data-do=read]")) {
      const words = (button.dataset.words || "").split("|")[size - 1];
      if (!words) continue;
      const text = button.querySelector("span");
      if (text) text.textContent = words; else button.setAttribute("aria-label", words);
    }
  },
  print() { print(); },
};

document.addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (button && acts[button.dataset.do]) {
    event.preventDefault();
    acts[button.dataset.do](button);
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest("a[href^='#']")) menu.open = false;
  }
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

/* narrow screens: long filters start closed, the running order starts at the current item */
if (matchMedia("(max-width: 60rem)").matches) {
  for (const fold of document.querySelectorAll(".fold[open]")) fold.open = false;
  const step = document.querySelector(".agenda [aria-current]");
  if (step) step.parentElement.scrollLeft = step.offsetLeft - 16;
}
