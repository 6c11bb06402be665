"""Markdown of comments and answers: a small, safe part of it, rendered once when a text is saved."""

import re
from functools import lru_cache
from html import escape

import nh3
from markdown import Markdown

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "a"}
# The library is super-linear on these characters (20,000 brackets take two minutes), and recursive on nesting.
MOST = {"[": 300, "]": 300, "*": 1_500, "_": 1_500, "`": 500, "<": 500, "\\": 1_000}
MOST_IN_A_ROW = 60
MOST_NESTING = 8
MOST_BLOCKS = 3_000
LONGEST_BLOCK = 20_000
_ROW = re.compile(rf"([^\w\s.])\1{{{MOST_IN_A_ROW},}}")
_DEEP = re.compile(rf"^(?:[ \t]*(?:>|[-*+]|\d+[.)])){{{MOST_NESTING + 1},}}", re.MULTILINE)
_INDENTED = re.compile(rf"^(?: {{4}}|\t){{{MOST_NESTING},}}", re.MULTILINE)
_ADDRESS = re.compile(r"(?i)^(?:https?://|mailto:)\S+$")
_SHIELD = "\ue000"
_BLANK = re.compile(r"\n\s*\n")


def render(text: str) -> str:
    """Safe HTML of a text, to be stored beside it.

    Raw HTML, headings and pictures are shown as the characters that were typed; links lead to http, https or mailto
    only. A text whose marks would make the renderer slow is shown as plain paragraphs: no word is refused or lost.
    """
    if not text.strip():
        return ""
    return _clean(_plain(text) if _is_heavy(text) else _marked(text))


def _is_heavy(text: str) -> bool:
    blocks = _BLANK.split(text)
    return bool(
        len(blocks) > MOST_BLOCKS
        or max(map(len, blocks)) > LONGEST_BLOCK
        or any(text.count(mark) > most for mark, most in MOST.items())
        or _ROW.search(text)
        or _DEEP.search(text)
        or _INDENTED.search(text)
    )


def _marked(text: str) -> str:
    # The library would read "&nbsp;" as a space; here an ampersand is an ampersand.
    shielded = text.replace(_SHIELD, "").replace("&", _SHIELD)
    try:
        return _renderer().reset().convert(shielded).replace(_SHIELD, "&amp;")
    except RecursionError:
        return _plain(text)


def _plain(text: str) -> str:
    parts = (part.strip() for part in _BLANK.split(text))
    return "\n".join("<p>" + escape(part).replace("\n", "<br>") + "</p>" for part in parts if part)


def _renderer() -> Markdown:
    """A new renderer for each text: the library's object is not safe between threads, and is cheap to make."""
    markdown = Markdown(extensions=["sane_lists", "nl2br"], output_format="html")
    markdown.preprocessors.deregister("html_block")
    for name in ("hashheader", "setextheader", "reference", "code"):
        markdown.parser.blockprocessors.deregister(name)
    for name in ("html", "entity", "image_link", "image_reference", "reference", "short_reference",
                 "short_image_ref"):  # fmt: skip
        markdown.inlinePatterns.deregister(name)
    return markdown


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Only full addresses: neither `//host`, nor a path of this site, nor another scheme. `rel` is the cleaner's."""
    if name == "rel":
        return value
    return value if tag == "a" and name == "href" and _ADDRESS.match(value) else None


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=set(),
        attributes={"a": {"href"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
        strip_comments=True,
    )


def _clean(html: str) -> str:
    return _cleaner().clean(html)
