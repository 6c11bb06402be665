"""The tables of the open data of a closed file: their columns and meanings, once, for every form that they take.

The README, the JSON schema, the CSV files and the workbook are made from `TABLES`.
"""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consult.forums.models import Criterion, Position
from consult.reports.models import Answer

FORMAT = 2
TEXT, WHOLE, FLAG = "string", "integer", "boolean"


@dataclass(frozen=True)
class Column:
    """One column. `empty` says that a value may be missing: null in JSON, nothing in a table."""

    name: str
    kind: str
    meaning: str  # lazily translated
    empty: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    name: str
    meaning: str  # lazily translated
    columns: tuple[Column, ...]


CLAUSES = Table(
    "clauses",
    _("Các đơn vị của bản dự thảo được lấy ý kiến, theo thứ tự văn bản."),
    (
        Column("clause", TEXT, _("Khóa của đơn vị trong bản dự thảo.")),
        Column("citation", TEXT, _("Cách viện dẫn.")),
        Column("label", TEXT, _("Số, ký hiệu như in trong văn bản.")),
        Column("title", TEXT, _("Tên gọi.")),
        Column("text", TEXT, _("Nội dung.")),
    ),
)
OPINIONS = Table(
    "opinions",
    _("Mọi ý kiến mà công chúng đọc được. Số thứ tự không theo thời gian gửi; không có mã người viết."),
    (
        Column("opinion", WHOLE, _("Số của ý kiến trong tệp này.")),
        Column("version", WHOLE, _("Số bản dự thảo được góp ý.")),
        Column(
            "clause",
            TEXT,
            _("Khóa của điều khoản; trống là toàn văn."),
            True,
        ),
        Column("citation", TEXT, _("Điều khoản được góp ý.")),
        Column("position", TEXT, _("Quan điểm."), values=tuple(Position.values)),
        Column("criterion", TEXT, _("Nội dung phản biện."), True, tuple(Criterion.values)),
        Column("reason", TEXT, _("Lý do.")),
        Column("proposed", TEXT, _("Đề nghị sửa thành.")),
        Column("named", FLAG, _("Người viết công khai họ tên.")),
        Column("author", TEXT, _("Họ tên, hoặc cách hiện thay họ tên.")),
        Column("people", WHOLE, _("Thay cho bao nhiêu người.")),
    ),
)
POINTS = Table(
    "points",
    _("Các điểm góp ý và trả lời đã công bố."),
    (
        Column("point", WHOLE, _("Số của điểm trong tệp này.")),
        Column(
            "clause",
            TEXT,
            _("Khóa của điều khoản; trống là toàn văn."),
            True,
        ),
        Column("citation", TEXT, _("Điều khoản.")),
        Column("also", TEXT, _("Các điều khoản khác mà điểm liên quan, cách nhau bằng dấu chấm phẩy.")),
        Column("criteria", TEXT, _("Mã các nội dung phản biện của điểm, cách nhau bằng dấu chấm phẩy.")),
        Column("title", TEXT, _("Tên điểm góp ý.")),
        Column("summary", TEXT, _("Nội dung tổng hợp.")),
        Column("position", TEXT, _("Quan điểm."), values=tuple(Position.values)),
        Column("answer", TEXT, _("Hướng xử lý."), values=tuple(Answer.Code.values)),
        Column("answer_text", TEXT, _("Nội dung tiếp thu, giải trình.")),
        Column("answered_on", TEXT, _("Ngày trả lời (năm-tháng-ngày)."), True),
        Column("changed_citation", TEXT, _("Mọi nơi đã sửa ở bản sau, cách nhau bằng dấu chấm phẩy.")),
        Column("changed_version", WHOLE, _("Số bản dự thảo đã sửa."), True),
        Column(
            "council_only",
            TEXT,
            _("Điểm còn dựa trên ý kiến chỉ hội đồng đọc."),
        ),
        Column("objections", WHOLE, _("Số phản đối công khai.")),
        Column("objections_answered", WHOLE, _("Trong đó đã trả lời.")),
    ),
)
LINKS = Table(
    "links",
    _("Ý kiến nào được dẫn trong điểm nào."),
    (
        Column("point", WHOLE, _("Số của điểm.")),
        Column("opinion", WHOLE, _("Số của ý kiến.")),
    ),
)
TABLES = (CLAUSES, OPINIONS, POINTS, LINKS)
FILE_FIELDS = (
    "code",
    "title",
    "draft",
    "version",
    "agency",
    "council",
    "opened_on",
    "published_on",
    "received",
    "table_sha256",
)


def _english(words) -> str:
    """The schema speaks English, whatever the language of who asks."""
    with translation.override("en"):
        return str(words)


def schema() -> dict:
    """The JSON schema (draft 2020-12) of the whole document."""
    file = {name: {"type": WHOLE if name in ("version", "received") else TEXT} for name in FILE_FIELDS}
    return {
        "type": "object",
        "required": ["format", "licence", "file", *(table.name for table in TABLES)],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "licence": _object({"name": {"type": TEXT}, "url": {"type": TEXT}}, ""),
            "file": _object(file, "The file that was closed."),
            **{
                table.name: {"type": "array", "description": _english(table.meaning), "items": _row(table)}
                for table in TABLES
            },
        },
    }


def _object(properties: dict, words: str) -> dict:
    found = {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }
    return {**found, "description": words} if words else found


def _row(table: Table) -> dict:
    return _object({column.name: _value(column) for column in table.columns}, "")


def _value(column: Column) -> dict:
    found = {
        "type": [column.kind, "null"] if column.empty else column.kind,
        "description": _english(column.meaning),
    }
    if column.values:
        found["enum"] = [*column.values, *([None] if column.empty else [])]
    return found


def openapi(server: str, paths: dict[str, str], title: str, version: str = "1.0.0") -> dict:
    """The OpenAPI 3.1 document of the addresses: `paths` has `page`, `json` and `zip`, with {code} in their place."""
    code = {
        "name": "code", "in": "path", "required": True, "description": "Code of the file, such as GY-2026-001.",
        "schema": {"type": TEXT},
    }  # fmt: skip
    gone = {"description": "Not closed, not published, or not there."}
    later = {"description": "The data are being made again; ask once more in some minutes.", "headers": {
        "Retry-After": {"schema": {"type": WHOLE}}}}  # fmt: skip

    def get(summary: str, kind: str, answer: dict, ident: str) -> dict:
        content = {kind: {"schema": answer}}
        responses = {"200": {"description": summary, "content": content}, "404": gone, "503": later}
        return {
            "get": {"operationId": ident, "summary": summary, "parameters": [code], "responses": responses}
        }

    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": "Open data of closed consultations."},
        "servers": [{"url": server}],
        "paths": {
            paths["json"]: get(
                "The data of a closed file", "application/json", {"$ref": "#/components/schemas/Dataset"}, "dataset"
            ),
            paths["zip"]: get(
                "The same as CSV, XLSX and JSON with a README and the licence", "application/zip",
                {"type": TEXT, "contentMediaType": "application/zip"}, "bundle",
            ),
        },
        "components": {"schemas": {"Dataset": schema()}},
    }  # fmt: skip
