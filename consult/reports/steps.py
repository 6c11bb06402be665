"""What an act of compiling changes is kept row by row, so that it can be taken back exactly as it was. For actions alone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.translation import gettext as _

from consult.kit.verdicts import Refused
from consult.reports.models import Assignment, Citation, Note, Point, Quotation, Step, Tagging

# Parents first: rows come back in this order and go in the other.
TABLES = {
    "point": Point,
    "citation": Citation,
    "quotation": Quotation,
    "tag": Tagging,
    "note": Note,
    "to": Assignment,
}
Rows = dict[str, dict]
"""Rows by "table:id", with plain values."""

_open: ContextVar["Watch | None"] = ContextVar("step", default=None)


class Watch:
    """Which points and opinions an act may touch, and how their rows stood before it did."""

    def __init__(self):
        self.points: set[int] = set()
        self.comments: set[int] = set()
        self.before: Rows = {}

    def add(self, points=(), comments=()) -> None:
        points, comments = set(points) - self.points, set(comments) - self.comments
        self.before |= read(points, comments)
        self.points |= points
        self.comments |= comments


@contextmanager
def step(by, compilation, kind: str, *, points=(), comments=()) -> Iterator[Watch]:
    """Keep what the block changes of these points (with what they cite and quote) and of the notes beside these opinions.

    Inside another step the block is a part of it. A block that changes nothing leaves no step.
    """
    outer = _open.get()
    watch = outer or Watch()
    watch.add(points, comments)
    if outer is not None:
        yield watch
        return
    token = _open.set(watch)
    try:
        yield watch
    finally:
        _open.reset(token)
    changes = _difference(watch.before, read(watch.points, watch.comments))
    if any(changes.values()):
        Step.objects.create(compilation=compilation, by=by, kind=kind, changes=changes)


def read(points, comments) -> Rows:
    """The rows as plain values; at most six queries."""
    of_comments = Q(comment__in=comments)
    which = {
        "point": Q(pk__in=points), "citation": Q(point__in=points), "quotation": Q(citation__point__in=points),
        "tag": of_comments, "note": of_comments, "to": of_comments,
    }  # fmt: skip
    wanted = [name for name, _m in list(TABLES.items())[:3] if points] + [
        name for name, _m in list(TABLES.items())[3:] if comments
    ]
    return {
        f"{name}:{row['id']}": _plain(row)
        for name in wanted
        for row in TABLES[name].objects.filter(which[name]).values()
    }


def _plain(row: dict) -> dict:
    return json.loads(json.dumps(row, cls=DjangoJSONEncoder))


def _difference(before: Rows, after: Rows) -> dict:
    return {
        "made": {key: row for key, row in after.items() if key not in before},
        "gone": {key: row for key, row in before.items() if key not in after},
        "changed": {
            key: [row, after[key]] for key, row in before.items() if key in after and after[key] != row
        },
    }


def reach(changes: dict) -> tuple[set[int], set[int]]:
    """The points and opinions whose rows the changes concern."""
    rows = [*changes["made"].items(), *changes["gone"].items()]
    rows += [(key, new) for key, (_old, new) in changes["changed"].items()]
    points, comments = set(), set()
    for key, row in rows:
        name = key.partition(":")[0]
        if name == "point":
            points.add(row["id"])
        elif name == "citation":
            points.add(row["point_id"])
        elif name != "quotation":
            comments.add(row["comment_id"])
    citations = [row["citation_id"] for key, row in rows if key.startswith("quotation:")]
    return points | set(
        Citation.objects.filter(pk__in=citations).values_list("point_id", flat=True)
    ), comments


def take_back(changes: dict) -> None:
    """Put the rows back as they were. Refused where somebody changed one of them since, or built on it."""
    points, comments = reach(changes)
    now = read(points, comments)
    stands = {**changes["made"], **{key: new for key, (_old, new) in changes["changed"].items()}}
    if any(now.get(key) != row for key, row in stands.items()) or any(key in now for key in changes["gone"]):
        raise Refused(_("Nội dung này đã được thay đổi sau đó nên không hoàn tác được nữa."), "changed")
    if _built_on(now, changes["made"]) or _orphans(now, changes["gone"]):
        raise Refused(_("Nội dung này đã được thay đổi sau đó nên không hoàn tác được nữa."), "changed")
    for name in reversed(TABLES):
        TABLES[name].objects.filter(pk__in=_ids(changes["made"], name)).delete()
    for name, model in TABLES.items():
        model.objects.bulk_create(
            _row(model, row) for key, row in changes["gone"].items() if key.startswith(f"{name}:")
        )
        for key, (old, new) in changes["changed"].items():
            if key.startswith(f"{name}:"):
                _restore(model, old, new)


def _ids(rows: Rows, name: str) -> list[int]:
    return [row["id"] for key, row in rows.items() if key.startswith(f"{name}:")]


def _built_on(now: Rows, made: Rows) -> bool:
    """Whether something stands on a row that is to go and was not made with it."""
    points, citations = set(_ids(made, "point")), set(_ids(made, "citation"))
    return any(
        key not in made and (row.get("point_id") in points or row.get("citation_id") in citations)
        for key, row in now.items()
    )


def _orphans(now: Rows, gone: Rows) -> bool:
    """Whether a row would come back to a point or citation that is no longer there, or already holds its opinion."""
    there = {**now, **gone}
    cited = {
        (r["point_id"], r["comment_id"])
        for k, r in now.items()
        if k.startswith("citation:") and r["comment_id"]
    }
    for key, row in gone.items():
        name = key.partition(":")[0]
        if name == "citation" and (
            f"point:{row['point_id']}" not in there or (row["point_id"], row["comment_id"]) in cited
        ):
            return True
        if name == "quotation" and f"citation:{row['citation_id']}" not in there:
            return True
    return False


def _row(model, values: dict):
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items()})


def _restore(model, old: dict, new: dict) -> None:
    """The old values; a version goes on counting, so that nobody who saw the one taken back saves over it unseen."""
    values = {name: value for name, value in old.items() if value != new[name]}
    if "version" in old:
        values["version"] = new["version"] + 1
    model.objects.filter(pk=old["id"]).update(**values)
