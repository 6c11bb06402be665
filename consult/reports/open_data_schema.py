"""The tables of the open data of a closed file: their columns and meanings, once, for every form that they take.

The README, the JSON schema, the CSV files and the workbook are made from `TABLES`.
"""

from dataclasses import dataclass

from consult.forums.models import Criterion, Position
from consult.reports.models import Answer

FORMAT = 1
TEXT, WHOLE, FLAG = "string", "integer", "boolean"


@dataclass(frozen=True)
class Column:
    """One column. `empty` says that a value may be missing: null in JSON, nothing in a table."""

    name: str
    kind: str
    meaning: str
    english: str
    empty: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    name: str
    meaning: str
    english: str
    columns: tuple[Column, ...]


CLAUSES = Table(
    "clauses",
    "Các đơn vị của bản dự thảo được lấy ý kiến, theo thứ tự văn bản.",
    "The units of the draft under consultation, in the order of the text.",
    (
        Column("clause", TEXT, "Khóa của đơn vị trong bản dự thảo.", "Key of the unit within the draft."),
        Column("citation", TEXT, "Cách viện dẫn.", "How it is cited."),
        Column("label", TEXT, "Số, ký hiệu như in trong văn bản.", "Number as printed."),
        Column("title", TEXT, "Tên gọi.", "Heading."),
        Column("text", TEXT, "Nội dung.", "Words."),
    ),
)
OPINIONS = Table(
    "opinions",
    "Mọi ý kiến mà công chúng đọc được. Số thứ tự không theo thời gian gửi; không có mã người viết.",
    "Every opinion that the public may read. Its number does not follow the time of sending; there is no id of an author.",
    (
        Column("opinion", WHOLE, "Số của ý kiến trong tệp này.", "Number of the opinion in this file."),
        Column("version", WHOLE, "Số bản dự thảo được góp ý.", "Number of the draft version."),
        Column(
            "clause",
            TEXT,
            "Khóa của điều khoản; trống là toàn văn.",
            "Key of the clause; empty: the whole draft.",
            True,
        ),
        Column("citation", TEXT, "Điều khoản được góp ý.", "The clause, cited."),
        Column("position", TEXT, "Quan điểm.", "Position.", values=tuple(Position.values)),
        Column("criterion", TEXT, "Nội dung phản biện.", "Criterion.", True, tuple(Criterion.values)),
        Column("reason", TEXT, "Lý do.", "Reason."),
        Column("proposed", TEXT, "Đề nghị sửa thành.", "Proposed wording."),
        Column("named", FLAG, "Người viết công khai họ tên.", "Whether the author is named."),
        Column("author", TEXT, "Họ tên, hoặc cách hiện thay họ tên.", "Name, or what stands in its place."),
        Column("people", WHOLE, "Thay cho bao nhiêu người.", "On behalf of how many people."),
    ),
)
POINTS = Table(
    "points",
    "Các điểm góp ý và trả lời đã công bố.",
    "The points and their published answers.",
    (
        Column("point", WHOLE, "Số của điểm trong tệp này.", "Number of the point in this file."),
        Column(
            "clause",
            TEXT,
            "Khóa của điều khoản; trống là toàn văn.",
            "Key of the clause; empty: the whole draft.",
            True,
        ),
        Column("citation", TEXT, "Điều khoản.", "The clause, cited."),
        Column("title", TEXT, "Tên điểm góp ý.", "Title."),
        Column("summary", TEXT, "Nội dung tổng hợp.", "Summary."),
        Column("position", TEXT, "Quan điểm.", "Position.", values=tuple(Position.values)),
        Column("answer", TEXT, "Hướng xử lý.", "Code of the answer.", values=tuple(Answer.Code.values)),
        Column("answer_text", TEXT, "Nội dung tiếp thu, giải trình.", "The answer."),
        Column("answered_on", TEXT, "Ngày trả lời (năm-tháng-ngày).", "Day of the answer (ISO 8601).", True),
        Column("changed_citation", TEXT, "Nơi đã sửa ở bản sau.", "Where the next version has it."),
        Column("changed_version", WHOLE, "Số bản dự thảo đã sửa.", "Number of that version.", True),
        Column(
            "council_only",
            TEXT,
            "Điểm còn dựa trên ý kiến chỉ hội đồng đọc.",
            "Whether opinions for the council alone stand behind it, in words.",
        ),
        Column("objections", WHOLE, "Số phản đối công khai.", "Number of public objections."),
        Column("objections_answered", WHOLE, "Trong đó đã trả lời.", "Of these, answered."),
    ),
)
LINKS = Table(
    "links",
    "Ý kiến nào được dẫn trong điểm nào.",
    "Which opinion stands in which point.",
    (
        Column("point", WHOLE, "Số của điểm.", "Number of the point."),
        Column("opinion", WHOLE, "Số của ý kiến.", "Number of the opinion."),
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
                table.name: {"type": "array", "description": table.english, "items": _row(table)}
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
    found = {"type": [column.kind, "null"] if column.empty else column.kind, "description": column.english}
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
