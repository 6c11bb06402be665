"""From data to a content plan: every word that is printed, as plain JSON data, before any layout.

Called by the two writers only.
"""

from collections import Counter
from itertools import groupby

from consult.core.vietnamese import clean, clean_name, date_long, date_short, nbsp, number, time_long

from .model import ANSWERS, Letterhead, Matrix, MatrixRow, MinutesPaper, Tally

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MATRIX_TYPE = "BẢN TỔNG HỢP Ý KIẾN, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý, PHẢN BIỆN XÃ HỘI ĐỐI VỚI"
MATRIX_COLUMNS = (
    "NHÓM VẤN ĐỀ HOẶC ĐIỀU, KHOẢN",
    "CHỦ THỂ GÓP Ý",
    "NỘI DUNG GÓP Ý",
    "NỘI DUNG TIẾP THU, GIẢI TRÌNH",
)
MATRIX_WIDTHS = (40, 46, 86, 80)
"""Millimetres, on a landscape page."""
MATRIX_INTRO = (
    "Căn cứ Luật Ban hành văn bản quy phạm pháp luật, {issuer} đã tổ chức lấy ý kiến, tham vấn, phản biện xã hội "
    "đối với {draft}. Kết quả:"
)
# A row of at most this many lines is not broken; a higher one may be, or pages would stay half empty.
_WHOLE_ROW_LINES = 20
_MM_PER_CHARACTER = 2.05
_BLANK_NUMBER = "\u00a0" * 8
_BLANK_DATE = "ngày\u00a0…… tháng\u00a0…… năm\u00a0………"
_BLANK_TIME = "…… giờ ……"


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a text, ready to print."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return [nbsp(line) for line in lines if line]


def _line(text: str) -> str:
    return nbsp(clean_name(text))


def letterhead_plan(head: Letterhead, dated: bool = True) -> dict:
    """The top of a paper; the number is left blank."""
    place = clean_name(head.place)
    day = ""
    if dated:
        day = date_long(head.date, place) if head.date else f"{place}, {_BLANK_DATE}"
    return {
        "parent": clean_name(head.parent).upper(),
        "issuer": clean_name(head.issuer).upper(),
        "number": f"Số:{_BLANK_NUMBER}/{clean_name(head.number_symbol)}",
        "nation": NATION,
        "motto": MOTTO,
        "date": nbsp(day),
    }


def seal_plan(snapshot_hash: str, verify_url: str) -> dict:
    """The hash of the frozen data and what the QR code opens."""
    digest = clean_name(snapshot_hash)
    groups = " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))
    return {
        "text": "Văn bản được lập từ dữ liệu đã chốt trên hệ thống. Mã đối chiếu dữ liệu (SHA-256):",
        "hash": groups,
        "code": clean_name(verify_url) or f"sha256:{digest}",
        "alt": "Mã QR để đối chiếu văn bản với dữ liệu đã chốt",
    }


def _recipients(recipients: tuple[str, ...]) -> list[str]:
    """Each on its line: "- …;", the last one with a full stop."""
    names = [name for name in (_line(name).strip("-;. ") for name in recipients) if name]
    return [f"- {name};" for name in names[:-1]] + [f"- {name}." for name in names[-1:]]


def _counted_answers(rows: tuple[MatrixRow, ...]) -> str:
    counts = Counter(row.answer_code for row in rows)
    parts = [f"{label.lower()}: {number(counts[code])}" for code, label in ANSWERS.items() if counts[code]]
    return f" Trong {number(len(rows))} nội dung dưới đây, {'; '.join(parts)}." if parts else ""


def line_count(texts: list[str], width: float) -> int:
    """About how many lines the texts take in a cell ``width`` mm wide."""
    return sum(1 + int(len(text) * _MM_PER_CHARACTER // width) for text in texts)


def _matrix_row(row: MatrixRow) -> dict:
    contributor, opinion, answer = map(paragraphs, (row.contributor, row.opinion, row.answer_text))
    code = f"{ANSWERS[row.answer_code]}."
    lines = max(map(line_count, (contributor, opinion, [code, *answer]), MATRIX_WIDTHS[1:]))
    whole = lines <= _WHOLE_ROW_LINES
    return {"contributor": contributor, "opinion": opinion, "code": code, "answer": answer, "whole": whole}


def matrix_plan(matrix: Matrix) -> dict:
    """The plan of the four-column table. Neighbouring rows of one group become one group."""
    draft = clean_name(matrix.draft_title)
    intro = matrix.intro or MATRIX_INTRO.format(issuer=clean_name(matrix.letterhead.issuer), draft=draft)
    totals = (
        f"1. Tổng số {number(matrix.sent_to)} cơ quan, tổ chức, cá nhân đã gửi xin ý kiến, tham vấn/góp ý, phản biện "
        f"xã hội và tổng số {number(matrix.received)} ý kiến nhận được."
    )
    groups = groupby(matrix.rows, key=lambda row: clean_name(row.group))
    return {
        "language": "vi",
        "author": clean_name(matrix.letterhead.issuer),
        "title": f"{MATRIX_TYPE} {draft}",
        "letterhead": letterhead_plan(matrix.letterhead),
        "heading": [MATRIX_TYPE, nbsp(draft)],
        "opening": [
            *paragraphs(intro),
            nbsp(totals + _counted_answers(matrix.rows)),
            "2. Kết quả cụ thể như sau:",
        ],
        "columns": list(MATRIX_COLUMNS),
        "widths": list(MATRIX_WIDTHS),
        "groups": [{"name": nbsp(name), "rows": list(map(_matrix_row, rows))} for name, rows in groups],
        "recipients": _recipients(matrix.recipients),
        "signer": {
            "title": [line.upper() for line in paragraphs(matrix.signer_title)],
            "name": _line(matrix.signer_name),
        },
        "seal": seal_plan(matrix.snapshot_hash, matrix.verify_url),
    }


def _when(moment) -> str:
    return f"{time_long(moment)}, {date_long(moment)}"


def _closing(minutes: MinutesPaper) -> str:
    end = _when(minutes.ended) if minutes.ended else f"{_BLANK_TIME}, {_BLANK_DATE}"
    return f"Cuộc họp kết thúc vào {end}./."


def _vote(vote: Tally) -> list[str]:
    counts = "; ".join(f"{clean_name(choice).lower()}: {number(count)}" for choice, count in vote.counts)
    return [_line(vote.question), nbsp(f"Kết quả: {counts}.")]


def _numbered(items) -> list[dict]:
    return [{"heading": f"{n}. {heading}", "body": body} for n, (heading, body) in enumerate(items, start=1)]


def minutes_plan(minutes: MinutesPaper) -> dict:
    """The plan of the minutes: facts, then numbered sections, then the closing sentence."""
    meeting = clean_name(minutes.meeting)
    votes = [line for vote in minutes.votes for line in _vote(vote)]
    sections = [
        (_line(item.heading), [line for said in item.said for line in paragraphs(said)])
        for item in minutes.agenda
    ]
    sections += [("Kết quả biểu quyết", votes)] if votes else []
    sections += [("Kết luận", paragraphs(minutes.conclusion))] if minutes.conclusion.strip() else []
    facts = [
        ("Thời gian bắt đầu", _when(minutes.started)),
        ("Địa điểm", minutes.place),
        ("Hình thức", minutes.form),
        ("Số người tham dự", number(minutes.present)),
        ("Chủ trì (chủ tọa)", minutes.chair),
        ("Thư ký (người ghi biên bản)", minutes.secretary),
    ]
    return {
        "language": "vi",
        "author": clean_name(minutes.letterhead.issuer),
        "title": f"BIÊN BẢN {meeting} ({date_short(minutes.started)})",
        "letterhead": letterhead_plan(minutes.letterhead, dated=False),
        "heading": ["BIÊN BẢN", nbsp(meeting)],
        "facts": [{"label": label, "value": _line(value)} for label, value in facts if clean_name(value)],
        "attendees_label": "Thành phần tham dự",
        "attendees": [_line(name) for name in minutes.attendees if clean_name(name)],
        "content_label": "Nội dung (theo diễn biến cuộc họp)",
        "sections": _numbered(sections),
        "closing": nbsp(_closing(minutes)),
        "signers": [
            {"title": ["THƯ KÝ"], "name": _line(minutes.secretary)},
            {"title": ["CHỦ TỌA"], "name": _line(minutes.chair)},
        ],
        "recipients": _recipients(minutes.recipients),
        "seal": seal_plan(minutes.snapshot_hash, minutes.verify_url),
    }
