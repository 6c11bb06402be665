"""Reading our own sources for words that bypass translation, and pages for words of the wrong language."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import TokenType

from consult.kit import messages

VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
LETTER = re.compile(r"[^\W\d_]")
SPOKEN = ("alt", "title", "aria-label", "aria-description", "placeholder", "label", "summary")
# Blocks whose content is a class name or attributes, never words.
SILENT_BLOCKS = ("body_class", "width", "page_attrs")


# --- Python ----------------------------------------------------------------------------------------------


def bare_in_python(source: str) -> Iterator[tuple[int, str]]:
    """Vietnamese literals that no translation function gets; docstrings are not looked at."""
    tree = ast.parse(source)
    names, spared = messages.translation_names(tree), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            spared |= {id(node.body[0].value)} if node.body and isinstance(node.body[0], ast.Expr) else set()
        if messages.called(node, names):
            spared |= {id(arg) for arg in node.args}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in spared:
            continue
        if isinstance(node.value, str) and VIETNAMESE.search(node.value):
            yield node.lineno, node.value


# --- templates -------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"""(_\()?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def bare_in_template(source: str, *, html: bool = True) -> list[str]:
    """Words that a reader would see, or hear, outside translation tags."""
    out, written, silent = [], [], ""
    stream = messages.tokens(source)
    for token in stream:
        bits = token.contents.split()
        if token.token_type == TokenType.TEXT:
            written.append("" if silent else token.contents)
            continue
        if token.token_type == TokenType.BLOCK and bits[0] in messages.BLOCK:
            next(t for t in stream if t.contents.strip() in ("endblocktranslate", "endblocktrans"))
        if token.token_type == TokenType.BLOCK and bits[0] == "block":
            silent = bits[1] if bits[1] in SILENT_BLOCKS else ""
        if token.token_type == TokenType.BLOCK and bits[0] == "endblock":
            silent = ""
        if bits[0] not in messages.SINGLE:
            quoted = _QUOTED.findall(token.contents)
            out += [words for marked, words in quoted if not marked and VIETNAMESE.search(words)]
    text = "".join(written)
    return out + (spoken(text) if html else [line for line in text.splitlines() if LETTER.search(line)])


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.heard, self.hidden, self.foreign = [], "", []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("script", "style", "code", "kbd"):
            self.hidden = tag
        drawn = attrs.get("aria-hidden") == "true"
        if self.foreign or drawn or (attrs.get("lang") and tag != "html"):
            self.foreign.append(tag)
            if tag in VOID:
                self.foreign.pop()
        spoken_here = [attrs[name] for name in SPOKEN if attrs.get(name)]
        spoken_here += [value for name, value in attrs.items() if name.startswith("data-words") and value]
        if tag in ("input", "button") and attrs.get("type") in ("submit", "button") and attrs.get("value"):
            spoken_here.append(attrs["value"])
        if not self.foreign:
            self.heard += spoken_here

    def handle_endtag(self, tag):
        self.hidden = "" if tag == self.hidden else self.hidden
        if self.foreign and tag in self.foreign:
            while self.foreign.pop() != tag:
                pass

    def handle_data(self, data):
        if not self.hidden and not self.foreign:
            self.heard.append(data)


VOID = ("input", "br", "hr", "img", "meta", "link", "wbr", "col")


def read_out(html: str) -> list[str]:
    """The words of a page in its own language: text and spoken attributes.

    Without regions in another language, and without drawn letters (seals, initials) that nobody is told.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [" ".join(words.split()) for words in reader.heard if words.strip()]


def spoken(html: str) -> list[str]:
    return [words for words in read_out(html) if LETTER.search(words)]
