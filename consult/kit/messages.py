"""The strings of the product: collect them from Python and templates, compare them with a translation.

The command `messages` and the contract tests use this; nothing here runs while pages are served. Vietnamese is
the source language, so every msgid is Vietnamese and only English is written down.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

# Function -> which arguments are (context, singular, plural).
FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
MODULE = "django.utils.translation"
SENTENCES = "SENTENCES"
"""Tables of this name in consult/core hold sentences as {code: words}: the core knows no gettext, its callers do."""


@dataclass(frozen=True)
class Message:
    """One string; equal key means one entry of the catalogue."""

    text: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


@dataclass(frozen=True)
class Found:
    """A string and the file (from the root) and line where it stands."""

    message: Message
    path: str
    line: int


class Unreadable(ValueError):
    """A call whose string is not a literal; it cannot be translated ahead of time."""


def python_files(root: Path) -> list[Path]:
    """Our Python, without migrations (their words are data)."""
    return [path for path in sorted((root / "consult").rglob("*.py")) if "migrations" not in path.parts]


def template_files(root: Path) -> list[Path]:
    return [path for path in sorted((root / "templates").rglob("*")) if path.suffix in (".html", ".txt")]


def collect(root: Path) -> list[Found]:
    """Every string below `root`, in the order of the files."""
    found: list[Found] = []
    for path in python_files(root):
        name, text = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        reader = in_sentences if name.startswith("consult/core/") else in_python
        found += [Found(message, name, line) for message, line in reader(text, name)]
    for path in template_files(root):
        name, text = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        found += [Found(message, name, line) for message, line in in_template(text)]
    return found


# --- Python ----------------------------------------------------------------------------------------------


def in_python(source: str, name: str = "<text>") -> Iterator[tuple[Message, int]]:
    """Strings in calls of the translation functions, under whatever name they were imported.

    A plain name handed over (a sentence of the core, a label of a table) is left to where it is written.
    """
    tree = ast.parse(source, name)
    names = translation_names(tree)
    for node in ast.walk(tree):
        function = called(node, names)
        if function is None:
            continue
        context, single, plural = FUNCTIONS[function]
        literals = [_literal(node.args[place]) for place in (context, single, plural) if place is not None]
        if None in literals:
            if any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in node.args):
                raise Unreadable(f"{name}:{node.lineno}: the words must be one literal")
            continue
        values = iter(literals)
        context, single, plural = (
            next(values) if place is not None else None for place in (context, single, plural)
        )
        yield Message(single, plural, context), node.lineno


def translation_names(tree: ast.AST) -> dict[str, str]:
    """Local name -> function of django.utils.translation; the module itself stands as "name." """
    names = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            local = alias.asname or alias.name
            if node.module == MODULE and alias.name in FUNCTIONS:
                names[local] = alias.name
            if node.module == "django.utils" and alias.name == "translation":
                names[f"{local}."] = ""
    return names


def called(node: ast.AST, names: dict[str, str]) -> str | None:
    """The translation function that this node calls, if any."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id)
    owner = getattr(getattr(node.func, "value", None), "id", None)
    of_module = isinstance(node.func, ast.Attribute) and f"{owner}." in names
    return node.func.attr if of_module and node.func.attr in FUNCTIONS else None


def _literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_sentences(source: str, name: str = "<text>") -> Iterator[tuple[Message, int]]:
    """The values of a table SENTENCES in a module that must not know gettext."""
    for node in ast.parse(source, name).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Dict):
            continue
        if any(isinstance(target, ast.Name) and target.id == SENTENCES for target in node.targets):
            for value in node.value.values:
                words = _literal(value)
                if words is None:
                    raise Unreadable(f"{name}:{value.lineno}: the words must be one literal")
                yield Message(words), value.lineno


# --- templates -------------------------------------------------------------------------------------------

SINGLE = ("translate", "trans")
BLOCK = ("blocktranslate", "blocktrans")
_CONSTANT = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a template without what stands in comments."""
    inside = False
    for token in Lexer(source).tokenize():
        word = token.contents.split(None, 1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK and word in ("comment", "endcomment"):
            inside = word == "comment"
        elif not inside and token.token_type != TokenType.COMMENT:
            yield token


def in_template(source: str) -> Iterator[tuple[Message, int]]:
    """Strings of {% translate %}, {% blocktranslate %} and _("…") in a template, as Django looks them up."""
    stream = tokens(source)
    for token in stream:
        if token.token_type == TokenType.TEXT:
            continue
        bits = list(smart_split(token.contents))
        line = token.lineno
        if token.token_type == TokenType.BLOCK and bits[0] in BLOCK:
            yield _block(stream, bits), line
        elif token.token_type == TokenType.BLOCK and bits[0] in SINGLE:
            words = _unquoted(bits[1].split("|")[0])
            if words is not None:
                yield Message(words.replace("%", "%%"), None, _context(bits)), line
        for found in _CONSTANT.finditer(token.contents):
            yield Message((_unquoted(found.group(1)) or "").replace("%", "%%")), line


def _block(stream: Iterator[Token], bits: list[str]) -> Message:
    """Read up to the closing tag; places are written %(name)s as the tag itself does."""
    parts: list[list[str]] = [[]]
    for token in stream:
        if token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.contents.strip() == "plural":
            parts.append([])
        else:
            break
    texts = ["".join(part) for part in parts]
    if "trimmed" in bits:
        texts = [trim_whitespace(text) for text in texts]
    return Message(texts[0], texts[1] if len(texts) > 1 else None, _context(bits))


def _context(bits: list[str]) -> str | None:
    return _unquoted(bits[bits.index("context") + 1]) if "context" in bits[:-1] else None


def _unquoted(bit: str) -> str | None:
    if len(bit) > 1 and bit[0] == bit[-1] and bit[0] in "\"'":
        return bit[1:-1].replace(f"\\{bit[0]}", bit[0]).replace("\\\\", "\\")
    return None
