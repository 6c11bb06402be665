"""Every page as some roles see it, and a reader that finds what would run in a browser."""

import re
from dataclasses import dataclass, field

import lxml.html
from django.urls import reverse

from tests.contracts.test_urls import OWN
from tests.contracts.world import World

SCHEMES = ("javascript:", "vbscript:", "data:")
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "poster", "background", "srcdoc", "data"}
NEVER = {"iframe", "object", "embed", "base", "applet", "math", "style"}
HTML = "text/html"
OURS = re.compile("/(static|quan-tri)/")


@dataclass
class Seen:
    """One answer: `where` names page and role."""

    name: str
    role: str
    status: int
    headers: dict
    body: bytes
    cookies: dict = field(default_factory=dict)

    @property
    def where(self) -> str:
        return f"{self.name} as {self.role}"

    @property
    def kind(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def look(client, role: str, name: str, url: str, **params) -> Seen:
    response = client.get(url, params)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Seen(name, role, response.status_code, dict(response.headers), body, response.cookies)


def crawl(client, world: World, roles, names=None) -> list[Seen]:
    """GET of every own address as each role; the world's objects stand in the addresses."""
    seen = []
    for role in roles:
        world.sign_in(client, role)
        for name in sorted(names or OWN):
            seen.append(look(client, role, name, reverse(name, kwargs=world.arguments(name))))
    return seen


def living(html: str) -> list[str]:
    """What in a page would run, load or restyle: empty when every text is only text."""
    if not html.strip():
        return []
    found = []
    for element in lxml.html.document_fromstring(html).iter():
        if not isinstance(element.tag, str):
            continue
        attributes = {name.lower(): value.strip().lower() for name, value in element.attrib.items()}
        data = attributes.get("type") == "application/json"
        if element.tag == "script" and not data and not OURS.match(attributes.get("src", "")):
            found.append(f"<script>{(element.text or '')[:60]}")
        if element.tag in NEVER or (element.tag == "meta" and "refresh" in attributes.values()):
            found.append(f"<{element.tag}>")
        for name, value in attributes.items():
            if name.startswith("on") or name == "style" or name.startswith("hx-on"):
                found.append(f"{element.tag} {name}={value[:60]}")
            bare = "".join(value.split())
            if name in ADDRESSES and bare.startswith(SCHEMES) and not bare.startswith("data:image/svg+xml,"):
                found.append(f"{element.tag} {name}={value[:60]}")
    return found
