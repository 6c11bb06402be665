/* Drafts: a form with data-autosave="key" keeps what is typed on this machine, also over a lost session, a fault or a
   closed tab; with data-autosave-url the server keeps it too. What the server has not confirmed is sent to it when the
   form is next opened: the newer of both is shown, the other stays in the server's history. A draft goes only when the
   server says that the act was done. */
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
  const key = PREFIX + form.dataset.autosave, last = local.get(key), values = read(form);
  if (!controls(form).some(isChanged) && (!last || !form.dataset.autosaveUrl)) { local.drop(key); return false; }
  if (last && JSON.stringify(last.values) === JSON.stringify(values)) return !last.kept;
  const at = Date.now();
  if (local.set(key, { at, values })) tell(form, at);
  return true;
};

/* A number of this machine, so that the server knows which saves continue one another. */
const device = () => {
  const known = local.get("device");
  if (known) return known;
  const made = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  local.set("device", made);
  return made;
};

const PLACE = ["csrfmiddlewaretoken", "client_key", "clause", "attachment", "parent", "edits"];
const push = async (form, draft, { last = false } = {}) => {
  const url = form.dataset.autosaveUrl;
  if (!url || !draft) return;
  const body = new URLSearchParams(Object.entries(draft.values));
  for (const name of PLACE) if (form.elements[name]) body.set(name, form.elements[name].value);
  body.set("age", String(Math.max(0, Date.now() - draft.at)));
  body.set("device", device());
  try {
    const answer = await fetch(url, { method: "POST", body, keepalive: last && body.toString().length < 60000 });
    if (!answer.ok) return;
    const told = await answer.json(), key = PREFIX + form.dataset.autosave, now = local.get(key);
    if (now?.at === draft.at) local.set(key, { ...now, kept: true });
    const line = statusOf(form), link = document.querySelector(`[data-draft-history="${CSS.escape(form.dataset.autosave)}"]`);
    if (line && told.saved) line.textContent = told.saved;
    if (link && told.history) { link.href = told.history; link.hidden = false; }
  } catch { /* offline: it stays here until the form is opened again */ }
};

const clear = key => {
  local.drop(PREFIX + key);
  if (tab.get(PENDING) === key) tab.drop(PENDING);
};

const timers = new WeakMap();
const start = form => {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "yes";
  const key = PREFIX + form.dataset.autosave, draft = local.get(key);
  if (!draft) return;
  if (Date.now() - draft.at > KEEP || (draft.kept && form.dataset.autosaveUrl)) { local.drop(key); return; }
  const age = form.dataset.autosaveAge, older = age && draft.at < Date.now() - Number(age);
  /* A form that came back with errors already holds the newest words. */
  if (!older && !form.querySelector("[aria-invalid=true]") && write(form, draft.values)) tell(form, draft.at, "restored");
  if (older) local.drop(key);
  push(form, draft);
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
  timers.set(form, setTimeout(() => { if (save(form)) push(form, local.get(PREFIX + form.dataset.autosave)); }, REST));
});
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-autosave]:not([data-sending])")) {
    const key = PREFIX + form.dataset.autosave;
    if (save(form)) push(form, local.get(key), { last: true });
    else if (local.get(key)?.kept) local.drop(key); // what the server holds need not lie on a shared machine
  }
});
document.addEventListener("submit", event => {
  const key = event.target.dataset.autosave;
  if (!key) return;
  clearTimeout(timers.get(event.target));
  if (save(event.target)) push(event.target, local.get(PREFIX + key));
  tab.set(PENDING, key);
});
document.addEventListener("htmx:load", event => {
  sent(event.target);
  for (const form of event.target.querySelectorAll("form[data-autosave]")) start(form);
  if (event.target.matches("form[data-autosave]")) start(event.target);
});
/* The server's word for a part of a page: HX-Trigger: {"consult:sent": {"key": "..."}} */
document.addEventListener("consult:sent", event => clear(event.detail.key ?? event.detail.value));
