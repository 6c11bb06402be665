"""The engine on the command line: read, align, redline, cite, find.

Exit code 0; 1 where a place or citation is not in the text; 2 with one sentence on standard error where a file
is refused or cannot be opened or written.
"""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from . import Document, Link, Node, Refused, align, cite, compare, find, read
from .pages_html import redline_page

NOT_FOUND, REFUSED = 1, 2
_WIDTH = 100
_PATIENCE = 1.0


class _Failed(Exception):
    """Ends a command with a code and one sentence."""

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code = code


def outline(document: Document) -> str:
    """The tree for a person: one line per unit, indented by depth; warnings below."""
    depth: dict[str | None, int] = {None: -1}
    rows = [f"{document.header.type} {document.header.number}: {document.header.abstract}".replace("\n", " ")]
    for node in document.nodes:
        depth[node.id] = depth.get(node.parent, -1) + 1
        rows.append(f"{'  ' * depth[node.id]}[{node.kind}] {_short(node)}")
    by_id = {node.id: node for node in document.nodes}
    for warning in document.warnings:
        place = cite(by_id[warning.node], document.nodes) if warning.node in by_id else ""
        rows.append(f"! {warning.code}: {warning.message} {place}".rstrip())
    return "\n".join(rows)


def _short(node: Node) -> str:
    words = " ".join(f"{node.label} {node.title or node.text}".split())
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1] + "…"


@contextmanager
def _progress(what: str) -> Iterator[None]:
    """Says on standard error, every second from the first on, that the work goes on."""
    done = threading.Event()
    start = time.monotonic()

    def tell() -> None:
        while not done.wait(_PATIENCE):
            print(f"{what}: {time.monotonic() - start:.0f} giây…", file=sys.stderr, flush=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _shown(argument: str) -> str:
    """An argument as UTF-8, whatever the language of the terminal is."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _read(path: Path) -> Document:
    try:
        with _progress(f"Đang đọc {_shown(path.name)}"):
            return read(path.read_bytes(), path.name)
    except Refused as refusal:
        raise _Failed(REFUSED, str(refusal)) from refusal
    except OSError as error:
        raise _Failed(REFUSED, "Không mở được tệp; đề nghị kiểm tra đường dẫn.") from error


def _both(options: argparse.Namespace) -> tuple[Document, Document, list[Link]]:
    old, new = _read(options.old), _read(options.new)
    with _progress("Đang đối chiếu hai bản"):
        return old, new, align(old.nodes, new.nodes)


def _json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _command_read(options: argparse.Namespace) -> None:
    document = _read(options.file)
    if options.json:
        _json(asdict(document))
    else:
        print(outline(document))


def _command_align(options: argparse.Namespace) -> None:
    old, new, links = _both(options)
    if options.json:
        _json(
            [
                {"old": x.old, "new": x.new, "relation": x.kind, "score": x.score, "rule": x.rule}
                for x in links
            ]
        )
        return
    for row in compare(links, old.nodes, new.nodes, everything=True):
        print(f"{row.relation:10} {', '.join(row.sources) or '-'} → {', '.join(row.places) or '-'}")


def _command_redline(options: argparse.Namespace) -> None:
    old, new, links = _both(options)
    with _progress("Đang so sánh câu chữ"):
        rows = compare(links, old.nodes, new.nodes, everything=True)
        page = redline_page(rows, _shown(options.old.name), _shown(options.new.name))
    try:
        options.html.write_text(page, encoding="utf-8")
    except OSError as error:
        raise _Failed(REFUSED, "Không ghi được tệp kết quả; đề nghị kiểm tra đường dẫn.") from error


def _command_cite(options: argparse.Namespace) -> None:
    nodes = _read(options.file).nodes
    node = next((node for node in nodes if _shown(options.path) in (node.id, node.path)), None)
    if node is None:
        raise _Failed(NOT_FOUND, "Không có vị trí này trong văn bản.")
    print(cite(node, nodes))


def _command_find(options: argparse.Namespace) -> None:
    nodes = _read(options.file).nodes
    found = find(_shown(options.words), nodes)
    if not found:
        raise _Failed(NOT_FOUND, "Không tìm thấy nội dung được viện dẫn trong văn bản.")
    if options.json:
        _json([asdict(node) for node in found])
    else:
        print("\n".join(node.id for node in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m consult.core.legal")
    commands = parser.add_subparsers(required=True)

    def command(name: str, run, *places: str, **more: type) -> argparse.ArgumentParser:
        made = commands.add_parser(name)
        made.set_defaults(run=run)
        for place in places:
            made.add_argument(place, type=Path)
        for place, kind in more.items():
            made.add_argument(place, type=kind)
        return made

    command("read", _command_read, "file").add_argument("--json", action="store_true")
    command("align", _command_align, "old", "new").add_argument("--json", action="store_true")
    command("redline", _command_redline, "old", "new").add_argument("--html", type=Path, required=True)
    command("cite", _command_cite, "file", path=str)
    command("find", _command_find, "file", words=str).add_argument("--json", action="store_true")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except _Failed as failure:
        print(failure, file=sys.stderr)
        return failure.code
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    raise SystemExit(main())
