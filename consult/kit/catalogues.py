"""Translation catalogues: read .po, write .mo, with the standard library alone.

The build step uses this because the gettext programs are not on every machine. It reads what gettext writes:
contexts, plurals, several strings on following lines, comments, obsolete and fuzzy entries (both left out).
"""

import ast
import os
import struct
from pathlib import Path

MAGIC = 0x950412DE
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


class PoError(ValueError):
    """The file cannot be read; says in which line."""


def read_po(text: str) -> dict[str, str]:
    """Catalogue key -> translation, both as a .mo holds them; entries without translation are left out."""
    out: dict[str, str] = {}
    for entry in _entries(text):
        key = entry["msgid"]
        if "msgctxt" in entry:
            key = f"{entry['msgctxt']}\x04{key}"
        if "msgid_plural" in entry:
            key += f"\0{entry['msgid_plural']}"
        forms = [entry[name] for name in sorted(n for n in entry if n.startswith("msgstr"))]
        if all(forms):
            out[key] = "\0".join(forms)
    return out


def _entries(text: str):
    entry: dict[str, str] = {}
    current, fuzzy = "", False
    for number, line in enumerate([*text.splitlines(), ""], 1):
        line = line.strip()
        if not line or (line.startswith("#") and "msgstr" in "".join(entry)) or _begins(line, entry):
            if "msgid" in entry and not fuzzy:
                yield entry
            if entry:
                entry, current, fuzzy = {}, "", False
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif line.startswith('"'):
            if not current:
                raise PoError(f"line {number}: a string without a keyword")
            entry[current] += _string(line, number)
        elif line:
            current, _space, rest = line.partition(" ")
            if not current.startswith(KEYWORDS):
                raise PoError(f"line {number}: {current}")
            entry[current] = _string(rest, number)


def _begins(line: str, entry: dict) -> bool:
    """An entry may follow the one before it without an empty line."""
    return line.startswith(("msgid ", "msgctxt ")) and any(name.startswith("msgstr") for name in entry)


def _string(quoted: str, number: int) -> str:
    quoted = quoted.strip()
    if len(quoted) < 2 or quoted[0] != '"' or quoted[-1] != '"':
        raise PoError(f"line {number}: no closed string")
    try:
        return ast.literal_eval(quoted)
    except (SyntaxError, ValueError) as error:
        raise PoError(f"line {number}: {quoted[:40]}") from error


def write_mo(catalogue: dict[str, str]) -> bytes:
    """The .mo file of a catalogue: two tables of lengths and places, then the strings, sorted by key."""
    keys = sorted(catalogue, key=lambda key: key.encode())
    sources = [key.encode() for key in keys]
    targets = [catalogue[key].encode() for key in keys]
    head = 28
    place = head + 16 * len(keys)
    tables, body = [], b""
    for strings in (sources, targets):
        for string in strings:
            tables.append(struct.pack("<II", len(string), place + len(body)))
            body += string + b"\0"
    header = struct.pack("<7I", MAGIC, 0, len(keys), head, head + 8 * len(keys), 0, place)
    return header + b"".join(tables) + body


def compile_folder(folder: Path, *, force: bool = False) -> list[Path]:
    """Write the .mo beside every .po below the folder that is newer; returns the files written."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if force or not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            data = write_mo(read_po(source.read_text(encoding="utf-8")))
            # Written beside and renamed: a server reading at this moment sees one whole file.
            part = target.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(data)
            part.replace(target)
            written.append(target)
    return written
