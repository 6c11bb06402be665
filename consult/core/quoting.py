"""A quotation of somebody's words at the head of an answer, in Markdown."""

import re

_INNERMOST = re.compile(r"<blockquote>(?:(?!<blockquote>).)*?</blockquote>", re.DOTALL)


def own_words(html: str) -> str:
    """Rendered words without what they quote; all of them where nothing else is said."""
    left, count = html, 1
    while count:
        left, count = _INNERMOST.subn(" ", left)
    return left if re.sub(r"<[^>]*>", "", left).strip() else html


def quoted(words: str, written: str = "") -> str:
    """The words as a quotation, after what was written already; what follows is the answer's own."""
    lines = words.strip().splitlines()
    if not lines:
        return written
    quotation = "\n".join(f"> {line}".rstrip() for line in lines)
    if quotation in written:
        return written
    return f"{written.rstrip()}\n\n{quotation}\n\n".lstrip("\n")
