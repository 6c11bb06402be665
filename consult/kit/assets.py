"""Build of what the browser loads: one style sheet, our scripts, htmx, and fonts cut to size.

Called by ``manage.py build_assets``; needs no settings and no database. Sources are our own files under
``static/``; htmx and fonts come from installed packages. Everything written lies in ``static/built/``,
which is never committed. A stamp beside the outputs holds a digest of each group's inputs, so that a
second build of unchanged sources only reads files.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path

STAMP = ".stamp.json"
# Layers decide between the groups; inside a layer the order of files does, so it is fixed here.
BASE_FIRST = ("tokens", "fonts", "reset", "type", "law")
BASE_LAST = ("layout",)
BASE_END = ("utilities", "print")
NOT_PAGES = {"base", "components", "built", "app"}

# Vietnamese letters, Latin for foreign names, and the punctuation, signs and arrows that pages use.
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1A0, 0x1A1),
    (0x1AF, 0x1B0),
    (0x1EA0, 0x1EF9),
    (0x300, 0x304),
    (0x306, 0x306),
    (0x309, 0x309),
    (0x31B, 0x31B),
    (0x323, 0x323),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x202F, 0x202F),
    (0x2030, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x20AB, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
)
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "liga", "calt", "lnum", "tnum", "pnum", "case"]
LITERATA_LIMITS = {"opsz": (14, 14, 36), "wght": (400, 400, 600)}
# output name: (package, file, limits of the axes or None for a static font)
FONTS = {
    "be-vietnam-pro-400": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf", None),
    "be-vietnam-pro-500": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Medium.ttf", None),
    "be-vietnam-pro-600": ("fontpkg_be_vietnam_pro", "BeVietnamPro-SemiBold.ttf", None),
    "literata": ("fontpkg_literata", "Literata[opsz,wght].ttf", LITERATA_LIMITS),
    "literata-italic": ("fontpkg_literata", "Literata-Italic[opsz,wght].ttf", LITERATA_LIMITS),
}


# --- sources -----------------------------------------------------------------------------------


def style_sources(static: Path) -> list[Path]:
    """Our style sheets in the order in which they are joined."""
    base = {path.stem: path for path in sorted((static / "base").glob("*.css"))}
    named = [base.pop(name) for name in BASE_FIRST + BASE_LAST + BASE_END if name in base]
    first, last = named[: -len(BASE_LAST + BASE_END)], named[-len(BASE_LAST + BASE_END) :]
    pages = [path for folder in _page_folders(static) for path in sorted(folder.glob("*.css"))]
    return [
        *first,
        *base.values(),
        *sorted((static / "components").glob("*.css")),
        last[0],
        *pages,
        *last[1:],
    ]


def _page_folders(static: Path) -> list[Path]:
    return [f for f in sorted(static.iterdir()) if f.is_dir() and f.name not in NOT_PAGES]


def script_sources(static: Path) -> dict[str, list[Path]]:
    """Output name -> our scripts that go into it; scripts of a page folder stay files of their own.

    Those of a page folder that begin with an underscore are shared: each script of the folder begins with them.
    """
    out = {"app.js": sorted((static / "app").glob("*.js"))}
    for folder in _page_folders(static):
        paths = sorted(folder.glob("*.js"))
        shared = [path for path in paths if path.name.startswith("_")]
        for path in paths:
            if path not in shared:
                out[f"{folder.name}/{path.name}"] = [*shared, path]
    return out


# --- making text smaller -----------------------------------------------------------------------

_CSS_PIECE = re.compile(r'/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.S)


def minify_css(text: str) -> str:
    """Style sheet without comments and needless blanks; strings are left as they are."""
    kept: list[str] = []

    def keep(match: re.Match) -> str:
        if match[0].startswith("/*"):
            return " "
        kept.append(match[0])
        return f"\0{len(kept) - 1}\0"

    text = _CSS_PIECE.sub(keep, text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    # A colon before a blank is always a declaration: selectors never have a blank after theirs.
    text = text.replace(": ", ":").replace(";}", "}")
    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], text).strip()


_REGEX_BEFORE = set("(,=:[!&|?{};\n") | {""}


def _js_pieces(text: str) -> Iterator[tuple[str, str]]:
    """(kind, text) with kind code, line (comment), block (comment) or literal, in order."""
    i, start, before = 0, 0, ""
    while i < len(text):
        two, char = text[i : i + 2], text[i]
        kind = end = None
        if two == "//":
            kind, end = "line", _until(text, i, "\n")
        elif two == "/*":
            kind, end = "block", text.index("*/", i + 2) + 2
        elif char in "\"'`":
            kind, end = "literal", _literal_end(text, i)
        elif char == "/" and (before in _REGEX_BEFORE or text[:i].rstrip().endswith(("return", "=>"))):
            kind, end = "literal", _regex_end(text, i)
        if kind is None:
            before = char if char == "\n" or not char.isspace() else before
            i += 1
            continue
        if start < i:
            yield "code", text[start:i]
        yield kind, text[i:end]
        before = before if kind in ("line", "block") else "x"
        i = start = end
    if start < len(text):
        yield "code", text[start:]


def _until(text: str, start: int, mark: str) -> int:
    end = text.find(mark, start)
    return len(text) if end < 0 else end


def _literal_end(text: str, start: int) -> int:
    """End of a string or template; a template may hold expressions with templates of their own."""
    quote, i = text[start], start + 1
    while i < len(text):
        if text[i] == "\\":
            i += 2
        elif text[i] == quote:
            return i + 1
        elif quote == "`" and text.startswith("${", i):
            i = _expression_end(text, i + 2)
        else:
            i += 1
    raise ValueError("a string of the script does not end")


def _expression_end(text: str, start: int) -> int:
    depth, i = 1, start
    while depth:
        if text[i] in "\"'`":
            i = _literal_end(text, i)
            continue
        depth += {"{": 1, "}": -1}.get(text[i], 0)
        i += 1
    return i


def _regex_end(text: str, start: int) -> int:
    i, in_class = start + 1, False
    while i < len(text):
        char = text[i]
        if char == "\n":
            raise ValueError("a regular expression of the script does not end")
        if char == "\\":
            i += 1
        elif char == "/" and not in_class:
            return i + 1
        else:
            in_class = char == "[" or (in_class and char != "]")
        i += 1
    raise ValueError("a regular expression of the script does not end")


def minify_js(text: str) -> str:
    """Script without comments, indentation and blank lines.

    Line ends stay, because a script may rely on them in place of semicolons; literals are untouched.
    """
    out: list[str] = []
    for kind, piece in _js_pieces(text):
        if kind == "literal":
            out.append(piece)
            continue
        if kind == "code":
            piece = re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \t]+", " ", piece))
        elif kind == "line":
            # The blank before the comment goes with it; a literal never ends with one.
            out[-1:] = [last.rstrip(" ") for last in out[-1:]]
            continue
        else:
            piece = "\n" if "\n" in piece else " "
        # A literal never ends with a line end of its own, so nothing inside one is lost here.
        if out and out[-1].endswith(("\n", " ")):
            piece = piece.lstrip(" \n") if out[-1].endswith("\n") else piece.lstrip(" ")
        if piece:
            out.append(piece)
    return "".join(out).strip() + "\n"


# --- outputs -----------------------------------------------------------------------------------


def build_styles(static: Path, out: Path) -> None:
    """Join and shorten our style sheets into ``app.css``."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in style_sources(static))
    (out / "app.css").write_text(minify_css(text), encoding="utf-8")


def build_scripts(static: Path, out: Path) -> None:
    """Shorten our scripts, and copy htmx from its package.

    Each file of ``static/app`` becomes a block of one module, so that they share no names.
    """
    for name, sources in script_sources(static).items():
        parts = [minify_js(path.read_text(encoding="utf-8")) for path in sources]
        text = "".join(f"{{\n{part}}}\n" for part in parts) if name == "app.js" else "".join(parts)
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, encoding="utf-8")
    (out / "htmx.js").write_bytes(_htmx().read_bytes())


def _htmx():
    return files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"


def build_fonts(_static: Path, out: Path) -> None:
    """Cut the fonts to the letters that pages use and write them as WOFF2."""
    (out / "fonts").mkdir(parents=True, exist_ok=True)
    for name, (package, file, limits) in FONTS.items():
        (out / "fonts" / f"{name}.woff2").write_bytes(cut_font(package, file, limits))


def cut_font(package: str, file: str, limits: dict | None) -> bytes:
    """WOFF2 of one font with the letters of ``RANGES``; ``limits`` narrows the axes of a variable font."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(io.BytesIO((files(package) / "files" / file).read_bytes()))
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=FEATURES,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 13, 14],
    )
    options.drop_tables += ["DSIG", "STAT"] if limits is None else ["DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    cutter.subset(font)
    if limits:
        font = instancer.instantiateVariableFont(font, limits)
    font.flavor = "woff2"
    done = io.BytesIO()
    font.save(done)
    return done.getvalue()


# --- what has to be built ----------------------------------------------------------------------


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def _style_inputs(static: Path) -> Iterator[bytes]:
    yield Path(__file__).read_bytes()
    for path in style_sources(static):
        yield from (str(path.relative_to(static)).encode(), path.read_bytes())


def _script_inputs(static: Path) -> Iterator[bytes]:
    yield Path(__file__).read_bytes()
    for name, sources in script_sources(static).items():
        for path in sources:
            yield from (name.encode(), path.read_bytes())
    yield _htmx().read_bytes()


def _font_inputs(_static: Path) -> Iterator[bytes]:
    # Not this whole file: cutting takes half a minute and depends on these values alone.
    yield repr((RANGES, FEATURES, FONTS)).encode()
    for package, file, _limits in FONTS.values():
        yield (files(package) / "files" / file).read_bytes()


GROUPS: dict[str, tuple[Callable, Callable]] = {
    "styles": (_style_inputs, build_styles),
    "scripts": (_script_inputs, build_scripts),
    "fonts": (_font_inputs, build_fonts),
}


def _outputs(group: str, static: Path) -> list[str]:
    return {
        "styles": ["app.css"],
        "scripts": [*script_sources(static), "htmx.js"],
        "fonts": [f"fonts/{name}.woff2" for name in FONTS],
    }[group]


def build(static: Path, *, force: bool = False) -> list[str]:
    """Build what changed under ``static/built``; returns the names of the groups built."""
    out = static / "built"
    out.mkdir(parents=True, exist_ok=True)
    try:
        stamp = json.loads((out / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        stamp = {}
    built = []
    for group, (inputs, make) in GROUPS.items():
        digest = _digest(inputs(static))
        there = all((out / name).is_file() for name in _outputs(group, static))
        if force or stamp.get(group) != digest or not there:
            make(static, out)
            stamp[group] = digest
            built.append(group)
            # Written after each group: an interrupted build keeps what is done.
            (out / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    return built
