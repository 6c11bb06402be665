"""What a page says, read as a browser reads it."""

import re

IN_A_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
LINE = re.compile(r"[ \t]*\n\s*")


def squeezed(html: str) -> str:
    """Markup without the line breaks that only lay the source out: attributes of a tag stand one space apart, tags and
    words on lines of their own stand beside each other. Spaces inside a line are kept."""
    html = IN_A_TAG.sub(lambda tag: LINE.sub(" ", tag[0]).replace(" >", ">"), html)
    html = re.sub(r">[ \t]*\n\s*", ">", html)
    html = re.sub(r"[ \t]*\n\s*<", "<", html)
    return LINE.sub(" ", html).strip()


def text(response, status: int | None = None) -> str:
    """The squeezed markup of an answer, with plain spaces; where a status is given the answer must have it."""
    assert status in (None, response.status_code), response.content.decode()[-2000:]
    return squeezed(response.content.decode().replace("\xa0", " "))
