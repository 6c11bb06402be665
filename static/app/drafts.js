/* Drafts on this machine: a form with data-autosave="key" keeps what is typed, also over a lost session, a fault
   or a closed tab. A draft goes only when the server says that the act was done. */
const PREFIX = "draft:", PENDING = "draft-pending", REST = 2000, KEEP = 30 * 24 * 3600 * 1000;
const memory = store => ({
  get: key => { try { return JSON.parse(store().getItem(key)); } catch { return null; } },
  set: (key, value) => { try { store().setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop: key => { try { store().removeItem(key); } catch { /* private mode */ } },
});
const local = memory(() => localStorage), tab = memory(() => sessionStorage);

const SKIPPED = "[type=hidden], [type=password], [type=file], [type=submit], [type=button], [data-autosave=off]";
const controls = form => [...form.elements].filter(c => c.name && c.matches("input, textarea, select") && !c.matches(SKIPPED));
const isTick = control => control.type === "checkbox" || control.type === "radio";
const isChanged = control => isTick(control) ? control.checked !== control.defaultChecked
  : control.tagName === "SELECT" ? [...control.options].some(o => o.selected !== o.defaultSelected) && control.selectedIndex > 0
  : control.value !== control.defaultValue;

const read = form => Object.fromEntries(controls(form).filter(c => !isTick(c) || c.checked).map(c => [isTick(c) && c.type === "checkbox" ? `${c.name}=${c.value}` : c.name, c.value]));

const write = (form, values) => {
  let touched = false;
  for (const control of controls(form)) {
    const tick = isTick(control), key = control.type === "checkbox" ? `${control.name}=${control.value}` : control.name;
    if (tick) {
      const on = control.type === "checkbox" ? key in values : values[key] === control.value;
      if (on !== control.checked && (control.type === "checkbox" || on)) { control.checked = on; touched = true; }
    } else if (key in values && control.value !== values[key]) { control.value = values[key]; touched = true; }
  }
  if (touched) form.dispatchEvent(new Event("input", { bubbles: true }));
  return touched;
};

const statusOf = form => document.querySelector(`[data-draft-status="${CSS.escape(form.dataset.autosave)}"]`) ?? form.querySelector("[data-draft-status]");
const tell = (form, at, name = "saved") => {
  const line = statusOf(form), words = line?.dataset[name];
  if (!words) return;
  const when = new Date(at), two = n => String(n).padStart(2, "0");
  line.textContent = words.replace("{h}", when.getHours()).replace("{m}", two(when.getMinutes()));
};

const save = form => {
  if (!controls(form).some(isChanged)) { local.drop(PREFIX + form.dataset.autosave); return; }
  const at = Date.now();
  if (local.set(PREFIX + form.dataset.autosave, { at, values: read(form) })) tell(form, at);
};

const clear = key => {
  local.drop(PREFIX + key);
  if (tab.get(PENDING) === key) tab.drop(PENDING);
};

const timers = new WeakMap();
const start = form => {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "yes";
  const draft = local.get(PREFIX + form.dataset.autosave);
  /* A form that came back with errors already holds the newest words. */
  if (draft && Date.now() - draft.at < KEEP && !form.querySelector("[aria-invalid=true]") && write(form, draft.values)) tell(form, draft.at, "restored");
};

const sent = scope => {
  for (const mark of scope.querySelectorAll("[data-draft-sent]")) clear(mark.dataset.draftSent);
  const pending = tab.get(PENDING);
  if (pending && scope.querySelector("[data-toast]")) clear(pending);
};

sent(document);
for (const form of document.querySelectorAll("form[data-autosave]")) start(form);

document.addEventListener("input", event => {
  const form = event.target.form;
  if (!form?.dataset.autosave || !form.dataset.draftReady) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), REST));
});
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-autosave]:not([data-sending])")) save(form);
});
document.addEventListener("submit", event => {
  const key = event.target.dataset.autosave;
  if (!key) return;
  clearTimeout(timers.get(event.target));
  save(event.target);
  tab.set(PENDING, key);
});
document.addEventListener("htmx:load", event => {
  sent(event.target);
  for (const form of event.target.querySelectorAll("form[data-autosave]")) start(form);
  if (event.target.matches("form[data-autosave]")) start(event.target);
});
/* The server's word for a part of a page: HX-Trigger: {"consult:sent": {"key": "..."}} */
document.addEventListener("consult:sent", event => clear(event.detail.key ?? event.detail.value));
