"""The open data of a closed file: what the public may read, as one document and as a bundle of files.

Nothing here leads from one file to another or to a time of sending: opinions are numbered in the order of the clauses
and, there, of the hash of their words; there are no ids of voices, persons, comments or receipts.
"""

import hashlib
import io
import json
import zipfile

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from consult.core import cells, trust
from consult.core.papers import sheet_cell, workbook_bytes
from consult.forums.models import Comment
from consult.reports import objections, open_data_schema, snapshot
from consult.reports.open_data_schema import FORMAT, TABLES

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CELL = 32_000
_CUT = " […]"


@translation.override("vi")
def dataset(compilation) -> dict:
    """The whole document, as plain JSON data. Queries do not depend on the number of opinions or points."""
    consultation = compilation.consultation
    data = snapshot.without_hidden(compilation.snapshot)
    clauses = list(consultation.version.clauses.order_by("order"))
    opinions, numbers = _opinions(consultation)
    return {
        "format": FORMAT,
        "licence": {"name": settings.OPEN_DATA_LICENCE, "url": settings.OPEN_DATA_LICENCE_URL},
        "file": {
            "code": consultation.code,
            "title": consultation.title,
            "draft": data["draft"],
            "version": data["version"],
            "agency": data["agency"],
            "council": data["council"],
            "opened_on": _day(consultation.opened_at),
            "published_on": data["published_on"],
            "received": data["received"],
            "table_sha256": compilation.snapshot_hash,
        },
        "clauses": [_clause(row) for row in clauses],
        "opinions": opinions,
        "points": _points(compilation, data["rows"], {row.pk: row.ident for row in clauses}),
        "links": [
            {"point": number, "opinion": found}
            for number, row in enumerate(data["rows"], 1)
            for found in sorted(
                {
                    numbers[one["id"]]
                    for one in row["opinions"]
                    if one["kind"] == "comment" and one["id"] in numbers
                }
            )
        ],
    }


def _day(moment) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _clause(row) -> dict:
    names = {name: getattr(row, name) for name in ("citation", "label", "title", "text")}
    return {"clause": row.ident, **names}


def _opinions(consultation) -> tuple[list[dict], dict[int, int]]:
    """The rows, and the number in this file of each comment."""
    rows = Comment.objects.filter(consultation=consultation).public().opinions()
    rows = sorted(rows.select_related("voice", "clause", "version"), key=_place)
    numbers = {row.pk: number for number, row in enumerate(rows, 1)}
    return [_opinion(row, numbers[row.pk]) for row in rows], numbers


def _place(row) -> tuple:
    words = hashlib.sha256(f"{row.position}\n{row.reason}\n{row.proposed}".encode()).hexdigest()
    return row.version.number, row.clause.order if row.clause else -1, words, snapshot.shown_name(row)


def _opinion(row, number: int) -> dict:
    named = row.level == "named"
    return {
        "opinion": number,
        "version": row.version.number,
        "clause": row.clause.ident if row.clause else None,
        "citation": snapshot.group_name(row.clause),
        "position": row.position,
        "criterion": row.criterion or None,
        "reason": row.reason,
        "proposed": row.proposed,
        "named": named,
        "author": row.voice.name if named else row.voice.descriptor,
        "people": row.counted,
    }


def _points(compilation, rows, idents: dict[int, str]) -> list[dict]:
    objected = objections.of(compilation)
    return [
        {
            "point": number,
            "clause": idents.get(row["clause"]),
            "citation": row["group"],
            "also": "; ".join(row.get("also", ())),
            "criteria": "; ".join(row.get("criteria", ())),
            "title": row["title"],
            "summary": row["summary"],
            "position": row["position"],
            "answer": row["answer"]["code"],
            "answer_text": row["answer"]["text"],
            "answered_on": row["answer"]["written_on"] or None,
            "changed_citation": "; ".join(snapshot.changed_places(row["answer"])),
            "changed_version": row["answer"]["next_version"],
            "council_only": snapshot.guarded_words(row.get("guarded", 0)),
            "objections": len(objected.get(row["point"], ())),
            "objections_answered": sum(one.answered_at is not None for one in objected.get(row["point"], ())),
        }
        for number, row in enumerate(rows, 1)
    ]


def digest(data: dict) -> str:
    return hashlib.sha256(trust.canonical(data)).hexdigest()


# --- the bundle ---------------------------------------------------------------------------------------------


def bundle(data: dict) -> bytes:
    """A zip of JSON, CSV and XLSX with README, licence, schema and sums. Equal data give equal bytes."""
    files = {
        "README.md": readme(data).encode(),
        "LICENSE.txt": f"{data['licence']['name']}\n{data['licence']['url']}\n".encode(),
        "data.json": json_bytes(data),
        "schema.json": json_bytes({"$schema": "https://json-schema.org/draft/2020-12/schema", **open_data_schema.schema()}),
        **{f"csv/{table.name}.csv": cells.sheet(_lines(table, data[table.name])).encode() for table in TABLES},
        "data.xlsx": workbook(data),
    }  # fmt: skip
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, body)
    return out.getvalue()


def json_bytes(data: dict) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _lines(table, rows):
    names = [column.name for column in table.columns]
    yield names
    for row in rows:
        yield [_plain(row[name]) for name in names]


def _plain(value):
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def workbook(data: dict) -> bytes:
    """Each table on a sheet; texts are texts, whatever sign they begin with."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.title = data["file"]["agency"], data["file"]["title"]
    for table in TABLES:
        sheet = book.create_sheet(table.name)
        for number, line in enumerate(_lines(table, data[table.name]), 1):
            for column, value in enumerate(line, 1):
                cell = sheet.cell(number, column)
                if isinstance(value, int):
                    cell.value = value
                else:
                    sheet_cell(cell, _short(value or ""), bold=number == 1)
        for column, head in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(column)].width = 50 if "text" in head.name or head.name in (
                "reason", "proposed", "summary", "title",
            ) else 18  # fmt: skip
        sheet.freeze_panes = "A2"
    return workbook_bytes(book)


def _short(text: str) -> str:
    """A cell holds so much and no more; the whole text is in the CSV and in the JSON."""
    return text if len(text) <= _CELL else text[:_CELL] + _CUT


ABOUT = (
    _(
        "Dữ liệu mở của hồ sơ đã kết thúc: chỉ gồm nội dung mà công chúng đọc được trên trang. Ý kiến ẩn danh hiện bằng lĩnh vực chuyên môn; không có mã người viết, thời điểm gửi hay mã liên kết giữa các hồ sơ."
    ),
    _("CSV: UTF-8, dấu phẩy. Ô bắt đầu bằng ký tự của công thức có dấu nháy đơn phía trước."),
)
LICENCE, TABLE_HASH = _("Giấy phép"), _("Mã đối chiếu của bảng đã công bố (SHA-256)")


def readme(data: dict) -> str:
    """What is in the bundle, in Vietnamese and then in English."""
    file = data["file"]
    lines = [f"# {file['title']}", "", f"{file['code']}. {file['agency']}; {file['council']}.", ""]
    for language in ("vi", "en"):
        with translation.override(language):
            lines += _about(data)
    return "\n".join(lines)


def _about(data: dict) -> list[str]:
    licence = data["licence"]
    lines = [line for words in ABOUT for line in (str(words), "")]
    lines += [f"{LICENCE}: {licence['name']}, {licence['url']}", ""]
    lines += [f"{TABLE_HASH}: {data['file']['table_sha256']}", ""]
    for table in TABLES:
        lines += [
            f"## {table.name} ({len(data[table.name])})",
            "",
            str(table.meaning),
            "",
            "| | |",
            "|---|---|",
        ]
        lines += [f"| `{one.name}` | {one.meaning}{_values(one)} |" for one in table.columns]
        lines.append("")
    return lines


def _values(column) -> str:
    return f" ({', '.join(column.values)})" if column.values else ""
