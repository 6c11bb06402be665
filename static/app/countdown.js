/* Where a file takes comments slowly: the time until the next may be sent counts down; the sentence stands without it. */
const tell = (place, end) => {
  const left = Math.ceil((end - Date.now()) / 1000), words = place.querySelector("p");
  if (!place.isConnected || !words) return;
  if (left > 0) {
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    words.textContent = place.dataset.words.replace("{}", clock);
    setTimeout(() => tell(place, end), 250);
    return;
  }
  /* Said once, to a screen reader too: the seconds before are not. */
  const banner = place.querySelector(".banner");
  banner.dataset.hue = "la";
  banner.setAttribute("role", "status");
  words.textContent = place.dataset.done;
};

const begin = scope => {
  for (const place of scope.querySelectorAll("[data-countdown]:not([data-counting])")) {
    place.dataset.counting = "yes";
    tell(place, Date.now() + 1000 * Number(place.dataset.countdown));
  }
};

begin(document);
document.addEventListener("htmx:load", event => begin(event.target.parentElement ?? document));
