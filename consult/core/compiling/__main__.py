"""`python -m consult.core.compiling fold|order|suggest`: JSON lines in, lines out.

    fold < comments.jsonl                       {"kind", "members", "unique"} per group of two or more
    order < comments.jsonl                      one id per line, as it was given
    suggest --points points.jsonl < comments    {"id", "suggestions": [{"point", "score"}, …]} per comment

A comment has `id`, `text` and perhaps `clause`; a point has `id`, `title` and perhaps `text`. Exit status 2, with one
sentence on standard error, for a line that is none of these.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from . import Comment, Point, fold, order, suggest

REFUSED = 2


class BadLine(Exception):
    """The sentence for the person who sent the file."""


def rows(lines: Iterable[str], required: str, given: dict[str, str | int]) -> Iterable[dict]:
    """The objects of a JSON-lines file; blank lines are passed over. `given` gets the ids as they were written."""
    seen = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            given[str(row["id"])] = row["id"]
            row["id"] = str(row["id"])
            if not isinstance(row[required], str) or len(row["id"].splitlines()) > 1:
                raise TypeError
        except (ValueError, TypeError, KeyError, RecursionError):
            raise BadLine(f"Dòng {number}: cần một đối tượng JSON có “id” và “{required}”.") from None
        if row["id"] in seen:
            raise BadLine(f"Dòng {number}: mã “{row['id']}” đã có ở dòng trước.")
        seen.add(row["id"])
        yield row


def comments_of(lines: Iterable[str], given: dict) -> list[Comment]:
    return [
        Comment(row["id"], row["text"], str(row.get("clause") or "")) for row in rows(lines, "text", given)
    ]


def points_of(lines: Iterable[str], given: dict) -> list[Point]:
    return [Point(row["id"], row["title"], str(row.get("text") or "")) for row in rows(lines, "title", given)]


def answers(options, lines: Iterable[str]) -> Iterable[str]:
    """The lines that go out; ids are written as they came in, number or text."""
    given: dict[str, str | int] = {}
    comments = comments_of(lines, given)
    if options.command == "fold":
        for group in fold(comments):
            yield as_json(asdict(group) | {"members": [given[member] for member in group.members]})
    elif options.command == "order":
        yield from order(comments)
    else:
        named: dict[str, str | int] = {}
        with options.points.open(encoding="utf-8-sig") as file:
            points = points_of(file, named)
        for comment, found in suggest(comments, points, most=options.most):
            likely = [{"point": named[one.point], "score": one.score} for one in found]
            yield as_json({"id": given[comment], "suggestions": likely})


def as_json(row: dict) -> str:
    return json.dumps(row, ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m consult.core.compiling")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("fold")
    commands.add_parser("order")
    suggester = commands.add_parser("suggest")
    suggester.add_argument("--points", type=Path, required=True)
    suggester.add_argument("--most", type=int)
    options = parser.parse_args(arguments)
    try:
        sys.stdin.reconfigure(encoding="utf-8-sig")
        sys.stdout.reconfigure(encoding="utf-8")
        for answer in answers(options, sys.stdin):
            print(answer)
    except BadLine as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except UnicodeDecodeError:
        print("Tệp không phải là văn bản UTF-8.", file=sys.stderr)
        return REFUSED
    except OSError as fault:
        print(f"Không mở được tệp {fault.filename}.", file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
