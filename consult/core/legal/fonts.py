"""Which runs of a Word file are written in old codes, by the fonts named in the file."""

from dataclasses import dataclass, field

from .legacy import CONVERTERS, TCVN3, VNI, Convert, converter, encoding_of_font, likelihood
from .numbering import W

_STYLES_DEEP = 20
_SENSE = 0.7


def _unchanged(text: str) -> str:
    return text


@dataclass
class Fonts:
    """Old encodings in use: by style, by run, and the converter for runs whose font tells nothing."""

    by_style: dict[str, str] = field(default_factory=dict)
    default: str = ""
    used: frozenset[str] = frozenset()
    other: Convert = _unchanged

    def of_paragraph(self, paragraph) -> str:
        """The encoding of the style of a paragraph."""
        style = paragraph.find(f"{W}pPr/{W}pStyle") if self.used else None
        name = style.get(W + "val", "") if style is not None else "Normal"
        return self.by_style.get(name, self.default)

    def of_run(self, run, above: str) -> str:
        """The encoding of a run: its own font, then its style, then what stands above it."""
        if not self.used:
            return ""
        own = _font(run.find(f"{W}rPr/{W}rFonts"))
        if own:
            return encoding_of_font(own)
        style = run.find(f"{W}rPr/{W}rStyle")
        return self.by_style.get(style.get(W + "val", ""), above) if style is not None else above

    def unicode(self, text: str, encoding: str) -> str:
        """The text of one run as Unicode."""
        if not encoding:
            return self.other(text)
        if encoding not in self.used or any(map(_is_vietnamese, text)):
            return text
        return CONVERTERS[encoding](text)

    def label(self, number: str) -> str:
        """A printed number, whose font the lists do not say: "§iÒu 5." can only be one thing."""
        if number.isascii():
            return number
        for encoding in (TCVN3, VNI):
            if encoding in self.used and likelihood(CONVERTERS[encoding](number))[0] == 1:
                return CONVERTERS[encoding](number)
        return self.other(number)


def _is_vietnamese(char: str) -> bool:
    return "\u0102" <= char <= "\u01b0" or "\u1ea0" <= char <= "\u1ef9"


def _font(element) -> str:
    return "" if element is None else element.get(W + "ascii") or element.get(W + "hAnsi") or ""


def read_fonts(document, styles) -> Fonts:
    """The old encodings of a parsed document.xml with its styles.xml (may be None).

    A font name alone proves nothing: many texts were made Unicode and kept the name. So an encoding is in use
    only where the words set in its fonts make sense through it.
    """
    fonts = Fonts()
    if styles is not None:
        _read_styles(styles, fonts)
    named = any(encoding_of_font(_font(element)) for element in document.iter(W + "rFonts"))
    if named or fonts.default or any(fonts.by_style.values()):
        fonts.used = frozenset(CONVERTERS)
        texts = _texts_by_encoding(document, fonts)
        fonts.used = frozenset(name for name, text in texts.items() if _makes_sense(text, CONVERTERS[name]))
    if not fonts.used:
        fonts.other = converter(element.text or "" for element in document.iter(W + "t"))
    return fonts


def _read_styles(styles, fonts: Fonts) -> None:
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    based, own = {}, {}
    for style in styles.findall(W + "style"):
        name = style.get(W + "styleId", "")
        parent = style.find(W + "basedOn")
        based[name] = parent.get(W + "val", "") if parent is not None else ""
        own[name] = _font(style.find(f"{W}rPr/{W}rFonts"))
    fonts.default = encoding_of_font(_font(default))
    for name in based:
        place = name
        for _ in range(_STYLES_DEEP):
            if own.get(place) or not based.get(place):
                break
            place = based[place]
        fonts.by_style[name] = encoding_of_font(own[place]) if own.get(place) else fonts.default


def _texts_by_encoding(document, fonts: Fonts) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for paragraph in document.iter(W + "p"):
        above = fonts.of_paragraph(paragraph)
        for run in paragraph.iter(W + "r"):
            encoding = fonts.of_run(run, above)
            if encoding:
                texts.setdefault(encoding, []).extend(child.text or "" for child in run.iter(W + "t"))
    return {name: " ".join(found) for name, found in texts.items()}


def _makes_sense(text: str, convert: Convert) -> bool:
    western = sum(1 for char in text if "\u00a1" <= char <= "\u00ff")
    if not western or sum(map(_is_vietnamese, text)) > western:
        return False
    clear = " ".join(word for word in text.split() if not any(map(_is_vietnamese, word)))
    return likelihood(convert(clear))[0] >= _SENSE
