"""Papers' data as plain JSON and back: what is frozen when a paper is made, and what it is made from again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import get_args, get_origin, get_type_hints

from .loading import BadData


def plain(data) -> dict:
    """A dataclass of a paper as JSON data; days and moments as ISO texts, moments with their offset."""
    return json.loads(json.dumps(asdict(data), ensure_ascii=False, default=_iso))


def _iso(value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"No plain form of {type(value).__name__}.")


def read(wanted, value, where: str):
    """The value as a dataclass, tuple, text, number, day or moment; BadData names what is missing, unknown or wrong."""
    if get_origin(wanted) is tuple:
        return _tuple(get_args(wanted), value, where)
    if isinstance(wanted, UnionType):
        return None if value is None else read(get_args(wanted)[0], value, where)
    if is_dataclass(wanted):
        return _dataclass(wanted, value, where)
    if wanted in (date, datetime):
        return _moment(wanted, value, where)
    if type(value) is not wanted:
        raise BadData(f"Trường “{where}” không đúng kiểu dữ liệu.")
    return value


def _tuple(kinds, value, where: str) -> tuple:
    if not isinstance(value, list | tuple):
        raise BadData(f"Trường “{where}” phải là một danh sách.")
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(value)
    if len(kinds) != len(value):
        raise BadData(f"Trường “{where}” không đúng cấu trúc.")
    return tuple(
        read(kind, one, f"{where}[{n}]") for n, (kind, one) in enumerate(zip(kinds, value, strict=True))
    )


def _dataclass(wanted, value, where: str):
    hints = _hints(wanted)
    if not isinstance(value, Mapping) or set(value) - set(hints):
        raise BadData(f"Trường “{where}” không đúng cấu trúc.")
    try:
        return wanted(**{name: read(hints[name], one, f"{where}.{name}") for name, one in value.items()})
    except TypeError:
        needed = [one.name for one in fields(wanted) if one.name not in value]
        raise BadData(f"Trường “{where}” thiếu một trong: {', '.join(needed)}.") from None


def _moment(wanted, value, where: str):
    try:
        return wanted.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadData(f"Trường “{where}” không phải là ngày giờ.") from None


@cache
def _hints(kind) -> dict:
    return get_type_hints(kind)
