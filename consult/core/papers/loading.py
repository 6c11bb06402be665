"""The four-column table from plain JSON data (docs/papers.md has the fields), checked word by word."""

import hashlib
import json
from datetime import date

from .model import ANSWERS, Letterhead, Matrix, MatrixRow

MOST_ROWS = 20_000


class BadData(Exception):
    """One Vietnamese sentence that names the field."""


def matrix_of(data) -> Matrix:
    """The table in `data`; BadData for anything that is missing, of another kind or unknown.

    Without `snapshot_hash` the hash is that of the data itself, in canonical JSON.
    """
    data = _fields(
        data, "", required=("letterhead", "draft_title", "sent_to", "received", "rows", "signer"),
        optional=("intro", "recipients", "snapshot_hash", "verify_url"),
    )  # fmt: skip
    head = _fields(
        data["letterhead"],
        "letterhead",
        required=("parent", "issuer", "number_symbol", "place"),
        optional=("date",),
    )
    signer = _fields(data["signer"], "signer", required=("title", "name"))
    rows = data["rows"]
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        raise BadData(f"Trường “rows” phải là danh sách có từ 1 đến {MOST_ROWS} dòng.")
    words = {
        name: _text(head, name, "letterhead.") for name in ("parent", "issuer", "number_symbol", "place")
    }
    return Matrix(
        letterhead=Letterhead(**words, date=_day(head.get("date"))),
        draft_title=_text(data, "draft_title"),
        sent_to=_count(data, "sent_to"),
        received=_count(data, "received"),
        intro=_text(data, "intro", default=""),
        rows=tuple(_row(row, number) for number, row in enumerate(rows, 1)),
        signer_title=_text(signer, "title", "signer."),
        signer_name=_text(signer, "name", "signer."),
        recipients=_texts(data.get("recipients", [])),
        snapshot_hash=_text(data, "snapshot_hash", default="") or _hash(data),
        verify_url=_text(data, "verify_url", default=""),
    )


def _fields(value, name: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict:
    where = f"Trường “{name}”" if name else "Tệp"
    if not isinstance(value, dict):
        raise BadData(f"{where} phải là một đối tượng JSON.")
    missing = [key for key in required if key not in value]
    if missing:
        raise BadData(f"{where} thiếu “{missing[0]}”.")
    unknown = sorted(set(value) - set(required) - set(optional))
    if unknown:
        raise BadData(f"{where} có trường lạ “{unknown[0]}”.")
    return value


def _text(data: dict, name: str, within: str = "", default: str | None = None) -> str:
    value = data.get(name, default)
    if not isinstance(value, str):
        raise BadData(f"Trường “{within}{name}” phải là văn bản.")
    return value


def _texts(value) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadData("Trường “recipients” phải là danh sách văn bản.")
    return tuple(value)


def _count(data: dict, name: str) -> int:
    value = data[name]
    if type(value) is not int or value < 0:
        raise BadData(f"Trường “{name}” phải là số nguyên không âm.")
    return value


def _day(value) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadData("Trường “letterhead.date” phải là ngày dạng 2026-11-22.") from None


def _row(value, number: int) -> MatrixRow:
    where = f"rows[{number}]"
    value = _fields(value, where, required=("group", "contributor", "opinion", "answer_code", "answer_text"))
    if value["answer_code"] not in ANSWERS:
        raise BadData(f"Trường “{where}.answer_code” phải là một trong: {', '.join(ANSWERS)}.")
    words = {name: _text(value, name, f"{where}.") for name in value}
    try:
        return MatrixRow(**words)
    except ValueError:
        raise BadData(f"Trường “{where}.answer_text” không được để trống.") from None


def _hash(data: dict) -> str:
    whole = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
