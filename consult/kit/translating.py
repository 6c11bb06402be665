"""Keep a catalogue in step with the strings of the product: merge, and say what is wrong with it."""

import re
from pathlib import Path

import polib

from consult.kit.messages import Found, Message

# Named places, of gettext and of str.format; the same ones must stand in every translation.
_PLACES = re.compile(r"%\(\w+\)[a-z]|(?<!\{)\{\w+\}(?!\})")
_UNNAMED = re.compile(r"(?<!%)(?:%%)*%[sdrf]\b")
HEAD = {
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
WIDTH = 110


def gathered(found: list[Found]) -> dict[tuple, tuple[Message, list[str]]]:
    """Key -> the message and the files it stands in. A plural wins over the same words without one."""
    out: dict[tuple, tuple[Message, list[str]]] = {}
    for item in found:
        message, places = out.get(item.message.key, (item.message, []))
        if item.message.plural is not None:
            message = item.message
        out[item.message.key] = message, sorted({*places, item.path})
    return out


def read(path: Path) -> polib.POFile:
    """The catalogue, or an empty one."""
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)


def merged(old: polib.POFile, found: list[Found]) -> polib.POFile:
    """A catalogue of exactly the strings found, sorted, with the translations that `old` has for them."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata = dict(HEAD)
    for key, (message, places) in sorted(
        gathered(found).items(), key=lambda item: (item[0][1], str(item[0]))
    ):
        entry = polib.POEntry(
            msgid=message.text,
            msgctxt=message.context,
            occurrences=[(place, "") for place in places],
            flags=["python-format"] if "%(" in message.text else [],
        )
        _carry_over(entry, message, known.get(key))
        new.append(entry)
    return new


def _carry_over(entry: polib.POEntry, message: Message, before: polib.POEntry | None) -> None:
    if message.plural is None:
        entry.msgstr = before.msgstr or before.msgstr_plural.get(1, "") if before else ""
        return
    entry.msgid_plural = message.plural
    entry.msgstr_plural = dict(before.msgstr_plural) if before and before.msgstr_plural else {0: "", 1: ""}


def faults(catalogue: polib.POFile, found: list[Found]) -> list[str]:
    """What keeps the catalogue from being a complete translation; one line each, none when all is well."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    wanted = gathered(found)
    lines = [f"no longer used: {key[1]!r}" for key in entries.keys() - wanted.keys()]
    for key, (message, places) in wanted.items():
        where, entry = places[0], entries.get(key)
        lines += [f"{where}: {fault}" for fault in _faults(message, entry)]
    return sorted(lines)


def _faults(message: Message, entry: polib.POEntry | None) -> list[str]:
    if entry is None or (message.plural is not None and not entry.msgid_plural):
        return [f"missing: {message.text!r}"]
    texts = list(entry.msgstr_plural.values()) if message.plural is not None else [entry.msgstr]
    if not all(text.strip() for text in texts) or (message.plural is not None and len(texts) != 2):
        return [f"untranslated: {message.text!r}"]
    found = []
    if entry.fuzzy:
        found.append(f"fuzzy: {message.text!r}")
    if any(_UNNAMED.search(text) for text in (message.text, *texts)):
        found.append(f"a place without a name: {message.text!r}")
    places = set(_PLACES.findall(message.text)) | set(_PLACES.findall(message.plural or ""))
    if any(set(_PLACES.findall(text)) != places for text in texts):
        found.append(f"other places in the translation: {message.text!r}")
    if any(message.text[:1].isspace() != text[:1].isspace() for text in texts):
        found.append(f"other spaces at the beginning: {message.text!r}")
    return found


def write(catalogue: polib.POFile, path: Path) -> bool:
    """Write the file when it differs; True when it was written."""
    text = str(catalogue)
    text = text if text.endswith("\n") else f"{text}\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True
