"""The build joins every source once, in a fixed order, shortens it without changing its meaning, and repeats nothing."""

import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from consult.kit import assets

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA)))


def test_every_style_sheet_is_joined_once_and_tokens_come_first():
    order = [path.relative_to(STATIC).as_posix() for path in assets.style_sources(STATIC)]
    found = [
        path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.css") if "built" not in path.parts
    ]
    assert sorted(order) == sorted(found)
    assert order[0] == "base/tokens.css"
    assert order[-1] == "base/print.css"
    assert order.index("base/layout.css") < order.index("documents/reading.css")


def test_only_the_tokens_hold_colours():
    for path in assets.style_sources(STATIC):
        if path.name not in ("tokens.css", "print.css"):
            text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
            assert not re.search(r":[^;{]*#[0-9a-fA-F]{3,8}\b", text), path


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("a { b: c; }\n", "a{b:c}"),
        ("/* x */ .a > .b ,\n .c { width : calc(1px + 2px) ; }", ".a > .b,.c{width :calc(1px + 2px)}"),
        ('a::before { content: "/*  {;} */"; }', 'a::before{content:"/*  {;} */"}'),
        ("a :hover { b: c }", "a :hover{b:c}"),
        ("@media (max-width: 4rem) { a { b: c; } }", "@media (max-width:4rem){a{b:c}}"),
    ],
)
def test_styles_are_shortened(source, short):
    assert assets.minify_css(source) == short


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("// note\nconst a = 1; // more\n\n  b();\n", "const a = 1;\nb();\n"),
        ('const u = "http://x/*y*/";\n', 'const u = "http://x/*y*/";\n'),
        ("const t = `a\n   // ${b(`c  ${{}}`)}\n  d`;\n", "const t = `a\n   // ${b(`c  ${{}}`)}\n  d`;\n"),
        ("x = a / b / c; // d\n", "x = a / b / c;\n"),
        ('y = s.match(/[/*]\\/"/u);\n/* z */ w();', 'y = s.match(/[/*]\\/"/u);\nw();\n'),
        ("a()\n/* long\n note */\nb()", "a()\nb()\n"),
    ],
)
def test_scripts_are_shortened_outside_literals_only(source, short):
    assert assets.minify_js(source) == short


def test_a_script_with_an_open_string_is_refused():
    with pytest.raises(ValueError, match="does not end"):
        assets.minify_js('const a = "x')


def small_site(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    for name, text in {
        "base/tokens.css": ":root { --a: 1px; }",
        "base/layout.css": "b { c: d; }",
        "base/utilities.css": ".u { v: w; }",
        "base/print.css": ".p { q: r; }",
        "components/box.css": ".box { e: f; }",
        "desk/home.css": ".home { g: h; }",
        "app/one.js": "const a = 1;",
        "app/two.js": "const a = 2;",
        "live/room.js": "// room\nroom();",
    }.items():
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(text, "utf-8")
    return static


def test_build_writes_once_and_then_only_what_changed(tmp_path, monkeypatch):
    static = small_site(tmp_path)
    cut = []
    monkeypatch.setattr(assets, "cut_font", lambda *font: cut.append(font) or b"font")
    assert assets.build(static) == ["styles", "scripts", "fonts"]
    assert assets.build(static) == []
    assert len(cut) == len(assets.FONTS)
    css = (static / "built" / "app.css").read_text("utf-8")
    assert css == ":root{--a:1px}.box{e:f}b{c:d}.home{g:h}.u{v:w}.p{q:r}"
    assert (static / "built" / "app.js").read_text("utf-8") == "{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n"
    assert (static / "built" / "live" / "room.js").read_text("utf-8") == "room();\n"
    (static / "desk" / "home.css").write_text(".home { g: i; }", "utf-8")
    assert assets.build(static) == ["styles"]
    (static / "built" / "htmx.js").unlink()
    assert assets.build(static) == ["scripts"]
    (static / "built" / assets.STAMP).write_text("{", "utf-8")
    assert assets.build(static) == ["styles", "scripts", "fonts"]


def test_a_cut_font_keeps_every_vietnamese_letter_and_shrinks():
    data = assets.cut_font(*assets.FONTS["be-vietnam-pro-400"])
    letters = TTFont(io.BytesIO(data)).getBestCmap()
    assert {letter for letter in VIETNAMESE if ord(letter) not in letters} == set()
    assert data[:4] == b"wOF2"
    assert len(data) < 40_000
