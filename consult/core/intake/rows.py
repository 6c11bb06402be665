"""Rows as opinions: each one placed, or doubtful, or set aside. None is left out."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from consult.core import vietnamese

from .heads import is_head, is_heading, plain
from .places import Places
from .positions import opening_of, position_of
from .types import Layout, Opinion, Table

_SAME = re.compile(r"[\s\"'“”″„/\\.-]*(?:nt|như trên|nhu tren)?[\s\"'“”″„/\\.-]*", re.I)
_NUMBER_ROW = re.compile(r"\(?\d{1,2}\)?(?: ?= ?[\d+() ]+)?")
_LONGEST_NAME = 240
_MOST_COUNTED = 1_000_000


@dataclass
class _Above:
    """What the rows above said; a table goes on where the last one ended only if it has no headings of its own."""

    ident: str = ""
    known: bool = False
    heading: bool = False
    cells: dict[str, str] = field(default_factory=dict)


def fingerprint(ident: object, text: str, proposed: str) -> str:
    """Equal for opinions that say the same about the same unit, whatever letter case, diacritics and signs."""
    words = plain_words(f"{text}\n{proposed}")
    return hashlib.blake2b(f"{ident}\0{words}".encode(), digest_size=12).hexdigest()


def plain_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", vietnamese.fold(text)))


def read_rows(
    tables: Sequence[Table], layouts: Sequence[Layout], places: Places, *, limit: int, sender: str = ""
) -> list[Opinion]:
    """Every row of every table. `limit` is the longest text of an opinion, `sender` speaks where no column names one."""
    found: list[Opinion] = []
    above = _Above()
    for number, (table, layout) in enumerate(zip(tables, layouts, strict=True)):
        if layout.header >= 0:
            above = _Above()
        for order, row in enumerate(table.rows):
            aside = _aside(layout, order, row.cells)
            opinion = Opinion(number, row.number, row.cells, aside=aside)
            if not aside:
                opinion = _opinion(opinion, layout, places, above, limit, sender)
            found.append(opinion)
    return repeats(found)


def _aside(layout: Layout, order: int, cells: tuple[str, ...]) -> str:
    if not layout.used:
        return "unused"
    if order == layout.header:
        return "header"
    if order < layout.header:
        return "above-header"
    words = [cell for cell in cells if cell]
    if len(words) > 1 and all(_NUMBER_ROW.fullmatch(word) for word in words):
        return "numbers"
    if is_head(layout.columns) and all(
        is_heading(_cell(cells, column)) for column in layout.columns.values()
    ):
        return "header"
    return ""


def _opinion(opinion: Opinion, layout: Layout, places: Places, above: _Above, limit, sender) -> Opinion:
    cell = {name: _cell(opinion.cells, column) for name, column in layout.columns.items()}
    if lone := _lone(opinion.cells, cell, places, above):
        return replace(opinion, **lone)
    doubts: list[str] = []
    cell = _carried(cell, above)
    place, ident = _place(cell, layout, places, above, doubts)
    speaker = _speaker(cell, layout, above, sender, doubts)
    text, proposed = _words(cell), cell.get("proposed", "")
    position = _position(cell, text, doubts)
    if not text and not proposed and position != "yes":
        doubts.append("no-text")
    if max(len(text), len(proposed)) > limit:
        doubts.append("too-long")
    above.cells.update({name: value for name, value in cell.items() if value})
    return replace(
        opinion, place=place, ident=ident, speaker=speaker, position=position, text=text, proposed=proposed,
        counted=_counted(cell, doubts), doubts=tuple(doubts),
    )  # fmt: skip


def _cell(cells: tuple[str, ...], column: int) -> str:
    return vietnamese.clean(cells[column]).strip() if 0 <= column < len(cells) else ""


def _lone(cells, cell: dict[str, str], places: Places, above: _Above) -> dict | None:
    """A row with words in one cell only: a heading that names the place of the rows below, or doubtful."""
    words = list(dict.fromkeys(value for value in cells if value))
    if len(words) != 1 or cell.get("text") or cell.get("proposed") or cell.get("grounds"):
        return None
    named = places.read(words[0])
    if named.kind in ("one", "general"):
        above.ident, above.known, above.heading = named.ident, True, True
        above.cells.pop("place", None)
        return {"place": words[0], "ident": named.ident, "aside": "heading"}
    if re.match(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})[.)]\s|(?:chương|mục|phần)\s", words[0], re.I):
        return {"place": words[0], "aside": "heading"}
    return {"text": words[0], "doubts": ("lone", "place-unknown")}


def _carried(cell: dict[str, str], above: _Above) -> dict[str, str]:
    """ "nt" and "như trên" are what the row above says in that column."""
    return {
        name: above.cells.get(name, value) if value and name != "place" and _SAME.fullmatch(value) else value
        for name, value in cell.items()
    }


def _place(cell, layout: Layout, places: Places, above: _Above, doubts: list[str]) -> tuple[str, str]:
    if "place" not in layout.columns:
        return "", above.ident
    words = cell.get("place", "")
    found = places.read(words, cell.get("clause", ""), cell.get("point", ""))
    if found.kind in ("same", "blank"):
        if not above.known:
            doubts.append("place-unknown")
        elif found.kind == "blank" and not above.heading:
            doubts.append("place-above")
        return words or above.cells.get("place", ""), above.ident
    above.heading = False
    if found.kind in ("none", "many"):
        doubts.append("place-unknown" if found.kind == "none" else "place-many")
    above.ident, above.known = found.ident, found.kind != "none"
    return words, found.ident


def _speaker(cell, layout: Layout, above: _Above, sender: str, doubts: list[str]) -> str:
    name = vietnamese.clean_name(cell.get("speaker", ""))[:_LONGEST_NAME]
    if name:
        return name
    if "speaker" in layout.columns and above.cells.get("speaker"):
        doubts.append("speaker-above")
        return vietnamese.clean_name(above.cells["speaker"])[:_LONGEST_NAME]
    if not sender:
        doubts.append("no-speaker")
    return sender


def _words(cell: dict[str, str]) -> str:
    return "\n\n".join(filter(None, [cell.get("text", ""), cell.get("grounds", "")]))


def _position(cell, text: str, doubts: list[str]) -> str:
    named = cell.get("position", "")
    if not named:
        return opening_of(text) if text else "amend" if cell.get("proposed") else "other"
    code = position_of(named)
    if not code:
        doubts.append("position-unknown")
    return code or "other"


def _counted(cell, doubts: list[str]) -> int:
    words = cell.get("counted", "")
    digits = re.sub(r"(?<=\d)[.\s](?=\d{3}\b)", "", plain(words)) if words else ""
    found = re.search(r"\d{1,7}", digits)
    if words and (not found or not 1 <= int(found.group()) <= _MOST_COUNTED):
        doubts.append("counted-unread")
        return 1
    return int(found.group()) if found else 1


def repeats(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Marks those that one speaker says again about the same unit."""
    seen: set[tuple[str, str]] = set()
    done = []
    for opinion in opinions:
        if not opinion.aside and (opinion.text or opinion.proposed):
            key = (
                fingerprint(opinion.ident, opinion.text, opinion.proposed),
                plain(opinion.speaker),
            )
            if key in seen:
                opinion = replace(opinion, doubts=(*opinion.doubts, "repeats-row"))
            seen.add(key)
        done.append(opinion)
    return done
