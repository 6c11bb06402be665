"""Whether a page is written as it means to be: what a browser would silently mend is found here."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Elements that a paragraph cannot hold: a browser ends the paragraph before them.
BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults = [], []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS and any(name == "p" for name, _line in self.open):
            self.faults.append(f"<{tag}> in a <p>, line {self.getpos()[0]}")
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> with an attribute twice, line {self.getpos()[0]}")
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag, attrs):
        """An element of a drawing that ends itself."""

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
            return
        inside = f"<{self.open[-1][0]}> of line {self.open[-1][1]}" if self.open else "nothing"
        self.faults.append(f"</{tag}> in {inside}, line {self.getpos()[0]}")
        if any(name == tag for name, _line in self.open):
            while self.open.pop()[0] != tag:
                pass


def faults(html: str) -> list[str]:
    """What is not closed, closed twice, crossed or nested wrongly."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [*reader.faults, *(f"<{tag}> of line {line} is not closed" for tag, line in reader.open)]
