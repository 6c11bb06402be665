"""Automatic numbers of Word: what numbering.xml and the styles print before a paragraph."""

import re
from dataclasses import dataclass, field

from .ordinals import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MAX_LEVELS = 9


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how its number looks, the text around it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass
class Numbering:
    """The lists of one document and their running counters."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set = field(default_factory=set)

    def label(self, num_id: str, level: int) -> str:
        """Count this paragraph and give its printed number, "" for bullets without a text."""
        levels = self.lists.get(num_id)
        if not levels or level not in levels:
            return ""
        abstract = self.abstract_of.get(num_id, num_id)
        counter = self.counters.setdefault(abstract, {})
        for place, value in self.overrides.get(num_id, {}).items():
            if (num_id, place) not in self.begun:
                self.begun.add((num_id, place))
                counter[place] = value - 1
        counter[level] = counter.get(level, levels[level].start - 1) + 1
        for deeper in [d for d in counter if d > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart != 0 and (restart is None or level < restart):
                del counter[deeper]
        return _print(levels, level, counter)


def _print(levels: dict[int, Level], level: int, counter: dict[int, int]) -> str:
    here = levels[level]
    if here.format == "bullet":
        return "-" if here.text else ""
    if here.format == "none" and "%" not in here.text:
        return here.text

    def value(found: re.Match) -> str:
        place = int(found.group(1)) - 1
        source = levels.get(place, Level())
        number = counter.get(place, source.start)
        return as_format(number, "decimal" if here.legal else source.format)

    return re.sub(r"%([1-9])", value, here.text).strip()


def as_format(number: int, format: str) -> str:
    """A counter in one of Word's number formats."""
    if number < 1:
        return str(number)
    if format in ("lowerLetter", "upperLetter"):
        repeat, place = divmod(number - 1, 26)
        text = _LETTERS[place] * min(repeat + 1, 50)
        return text.upper() if format == "upperLetter" else text
    if format in ("lowerRoman", "upperRoman"):
        return roman(number).lower() if format == "lowerRoman" else roman(number)
    if format == "decimalZero":
        return f"{number:02d}"
    return "" if format == "none" else str(number)


def read_numbering(numbering, styles) -> Numbering:
    """Lists of parsed numbering.xml and styles.xml (either may be None)."""
    result = Numbering()
    if numbering is not None:
        _read_lists(numbering, result)
    if styles is not None:
        _read_styles(styles, result)
    return result


def _value(parent, *names: str, default: str = "") -> str:
    for name in names:
        parent = parent.find(W + name) if parent is not None else None
    return default if parent is None else parent.get(W + "val", default)


def integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text or "") else default


def _levels(element) -> dict[int, Level]:
    levels = {}
    for item in element.findall(W + "lvl"):
        restart = item.find(W + "lvlRestart")
        levels[integer(item.get(W + "ilvl"), 0)] = Level(
            start=integer(_value(item, "start"), 1),
            format=_value(item, "numFmt", default="decimal"),
            text=_value(item, "lvlText"),
            restart=None if restart is None else integer(restart.get(W + "val"), 0),
            legal=item.find(W + "isLgl") is not None,
        )
    return levels


def _read_lists(root, result: Numbering) -> None:
    abstracts = {a.get(W + "abstractNumId"): a for a in root.findall(W + "abstractNum")}
    by_style = {_value(a, "styleLink"): key for key, a in abstracts.items() if _value(a, "styleLink")}
    for num in root.findall(W + "num"):
        num_id, key = num.get(W + "numId"), _value(num, "abstractNumId")
        if key not in abstracts or num_id is None:
            continue
        key = by_style.get(_value(abstracts[key], "numStyleLink"), key)
        levels = _levels(abstracts[key])
        for change in num.findall(W + "lvlOverride"):
            place = integer(change.get(W + "ilvl"), 0)
            levels.update(_levels(change))
            start = change.find(W + "startOverride")
            if start is not None:
                value = integer(start.get(W + "val"), 1)
                result.overrides.setdefault(num_id, {})[place] = value
        result.lists[num_id] = levels
        result.abstract_of[num_id] = key


def _read_styles(root, result: Numbering) -> None:
    """A style may carry a list, or inherit it from the style it is based on."""
    based, own = {}, {}
    for style in root.findall(W + "style"):
        name = style.get(W + "styleId")
        based[name] = _value(style, "basedOn")
        properties = style.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            own[name] = (_value(properties, "numId"), _value(properties, "ilvl"))
    for name in based:
        place, num_id, level = name, "", ""
        for _ in range(20):
            found = own.get(place, ("", ""))
            num_id, level = num_id or found[0], level or found[1]
            if (num_id and level) or not based.get(place):
                break
            place = based[place]
        if num_id and num_id != "0":
            result.styles[name] = (num_id, min(integer(level, 0), _MAX_LEVELS - 1))
