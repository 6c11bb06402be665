"""Fonts for PDF: the first family that is there, whole, and knows every Vietnamese letter.

Tinos and Liberation Serif have the measures of Times New Roman; Noto Serif comes with the product. Noto Serif is a
variable font, whose bold a typesetter may fake badly, so real Regular, Bold and Italic files are cut from it once.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

_MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
VIETNAMESE = frozenset(_MARKED + _MARKED.upper() + "…–—“”‘’§%/\u00a0")
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
SYSTEM_FAMILIES = (
    ("Tinos", "Tinos", Path("/usr/share/fonts/truetype/croscore")),
    ("Liberation Serif", "LiberationSerif", Path("/usr/share/fonts/truetype/liberation2")),
    ("Liberation Serif", "LiberationSerif", Path("/usr/share/fonts/truetype/liberation")),
)
_NOTO_CUTS = {
    "Regular": ("NotoSerif[wdth,wght].ttf", 400),
    "Bold": ("NotoSerif[wdth,wght].ttf", 700),
    "Italic": ("NotoSerif-Italic[wdth,wght].ttf", 400),
    "BoldItalic": ("NotoSerif-Italic[wdth,wght].ttf", 700),
}
# Latin with Vietnamese, marks, Greek, punctuation, currency, letter-like signs, arrows, common mathematics, boxes.
_NOTO_RANGES = (
    *(
        range(0x20, 0x180),
        range(0x1A0, 0x1B1),
        range(0x300, 0x330),
        range(0x391, 0x3CA),
        range(0x1EA0, 0x1EFA),
    ),
    *(
        range(0x2000, 0x2070),
        range(0x20A0, 0x20C0),
        range(0x2100, 0x2270),
        range(0x25A0, 0x25CF),
        range(0xFFFC, 0xFFFE),
    ),
)
_NOTO_FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "liga"]


@dataclass(frozen=True)
class PdfFonts:
    """A family name, how its files begin, and the folder with its faces."""

    family: str
    stem: str
    folder: Path


def covers_vietnamese(path: Path) -> bool:
    """Whether the font file is there and has a glyph for every Vietnamese letter."""
    if not path.is_file():
        return False
    with TTFont(path, lazy=True) as font:
        return font.getBestCmap().keys() >= set(map(ord, VIETNAMESE))


def _cut_noto(face: str, target: Path) -> None:
    name, weight = _NOTO_CUTS[face]
    with resources.as_file(resources.files("fontpkg_noto_serif") / "files" / name) as source:
        font = TTFont(source)
        # Subsetting first makes the cut several times faster.
        subsetter = Subsetter(Options(layout_features=_NOTO_FEATURES, notdef_outline=True))
        subsetter.populate(unicodes=[code for codes in _NOTO_RANGES for code in codes])
        subsetter.subset(font)
        static = instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, updateFontNames=True)
    # Two processes may cut at once; a finished file replaces another finished file.
    handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    static.save(part)
    Path(part).replace(target)


def noto_serif(cache: Path, faces: Sequence[str] = FACES) -> PdfFonts:
    """Noto Serif as static files in ``cache``, made when missing (some seconds for each face), kept otherwise."""
    cache.mkdir(parents=True, exist_ok=True)
    for face in faces:
        target = cache / f"NotoSerif-{face}.ttf"
        if not target.is_file():
            _cut_noto(face, target)
    return PdfFonts("Noto Serif", "NotoSerif", cache)


@lru_cache(maxsize=8)
def characters(fonts: PdfFonts) -> frozenset[str]:
    """The characters that every face of the family at hand can print."""
    tables = []
    for path in sorted(fonts.folder.glob(f"{fonts.stem}-*.ttf")):
        with TTFont(path, lazy=True) as font:
            tables.append(font.getBestCmap().keys())
    return frozenset(map(chr, set.intersection(*map(set, tables)))) if tables else frozenset()


def system_fonts(families: Sequence[tuple[str, str, Path]] = SYSTEM_FAMILIES) -> PdfFonts | None:
    """The first of ``families`` (name, file stem, folder) whose four faces are there and know Vietnamese."""
    for family, stem, folder in families:
        if all(covers_vietnamese(folder / f"{stem}-{face}.ttf") for face in FACES):
            return PdfFonts(family, stem, folder)
    return None


def pdf_fonts(cache: Path, families: Sequence[tuple[str, str, Path]] = SYSTEM_FAMILIES) -> PdfFonts:
    """The system's fonts where they serve; else Noto Serif, cut into ``cache`` once."""
    return system_fonts(families) or noto_serif(cache)


@lru_cache(maxsize=1)
def default_fonts() -> PdfFonts:
    """The fonts of a caller who named none, found once per process; cut fonts are removed at its end."""
    if found := system_fonts():
        return found
    folder = tempfile.mkdtemp(prefix="pdf-fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return noto_serif(Path(folder))
