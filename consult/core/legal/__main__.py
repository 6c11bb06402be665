"""`python -m consult.core.legal read FILE [--json]`: the tree of a file, as an outline or as JSON."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from . import Document, Refused, cite, read

REFUSED = 2
_WIDTH = 100


def outline(document: Document) -> str:
    """The tree for a person: one line per unit, indented by depth; warnings below."""
    depth: dict[str | None, int] = {None: -1}
    rows = [f"{document.header.type} {document.header.number}: {document.header.abstract}".replace("\n", " ")]
    for node in document.nodes:
        depth[node.id] = depth.get(node.parent, -1) + 1
        words = " ".join(f"{node.label} {node.title or node.text}".split())
        shown = words if len(words) <= _WIDTH else words[: _WIDTH - 1] + "…"
        rows.append(f"{'  ' * depth[node.id]}[{node.kind}] {shown}")
    by_id = {node.id: node for node in document.nodes}
    for warning in document.warnings:
        place = cite(by_id[warning.node], document.nodes) if warning.node in by_id else ""
        rows.append(f"! {warning.code}: {warning.message} {place}".rstrip())
    return "\n".join(rows)


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 2 with one sentence on standard error where the file is refused."""
    parser = argparse.ArgumentParser(prog="python -m consult.core.legal")
    commands = parser.add_subparsers(dest="command", required=True)
    reader = commands.add_parser("read")
    reader.add_argument("file", type=Path)
    reader.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    try:
        document = read(options.file.read_bytes(), options.file.name)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except OSError:
        print("Không mở được tệp; đề nghị kiểm tra đường dẫn.", file=sys.stderr)
        return REFUSED
    if options.json:
        print(json.dumps(asdict(document), ensure_ascii=False, indent=1))
    else:
        print(outline(document))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
