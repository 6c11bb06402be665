/* The button beside a source writes its code into the summary where the cursor stands: into the brackets that stand
   just before it, or into new ones. */
for (const button of document.querySelectorAll("button[data-cite]")) {
  const field = document.getElementById(button.dataset.citeInto);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const code = button.dataset.cite, at = field.selectionEnd;
    const before = field.value.slice(0, at).trimEnd(), after = field.value.slice(at);
    const open = /\[[^[\]\n]*\]$/.exec(before);
    const line = open ? `${before.slice(0, -1)}, ${code}]` : `${before}${before && !before.endsWith("\n") ? " " : ""}[${code}]`;
    field.value = line + after;
    field.focus();
    field.setSelectionRange(line.length, line.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
