"""The few numbers at the head of the published table, each with its definition. The units are points, never people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit import writing
from consult.reports.models import Answer

ACCEPTED = (Answer.Code.ACCEPTED, Answer.Code.PARTLY)
SETTLED = (*ACCEPTED, Answer.Code.EXPLAINED)


@dataclass(frozen=True)
class Measure:
    """One number with its words and how it was counted."""

    value: str
    words: str
    meaning: str


def counted(codes, objected=()) -> dict[str, int]:
    """Points accepted, explained and open; `objected`: for each point whether an objection waits for its answer.

    A point is open where its answer settles nothing, or where an objection waits; the three add up to all points.
    """
    codes = list(codes)
    waits = list(objected) or [False] * len(codes)
    still = [code not in SETTLED or waiting for code, waiting in zip(codes, waits, strict=True)]
    return {
        "all": len(codes),
        "accepted": sum(code in ACCEPTED and not is_open for code, is_open in zip(codes, still, strict=True)),
        "explained": sum(
            code == Answer.Code.EXPLAINED and not is_open for code, is_open in zip(codes, still, strict=True)
        ),
        "open": sum(still),
    }


def measures(
    counts: Mapping[str, int], *, published_at: datetime, due: datetime | None
) -> tuple[Measure, ...]:
    """Answered on time, accepted, explained, open."""
    total = counts["all"]
    on_time = total if due is None or published_at <= due else 0
    return (
        Measure(
            _share(on_time, total),
            _("điểm được trả lời đúng hạn"),
            _("Điểm có trả lời công bố không muộn hơn ngày %(day)s, trên tổng số điểm.")
            % {"day": vietnamese.date_short(timezone.localtime(due or published_at))},
        ),
        Measure(
            _share(counts["accepted"], total),
            _("điểm được tiếp thu"),
            _("Gồm tiếp thu và tiếp thu một phần; mỗi điểm chỉ rõ nơi đã sửa ở bản dự thảo sau."),
        ),
        Measure(
            _share(counts["explained"], total),
            _("điểm được giải trình"),
            _("Không tiếp thu, có nêu lý do."),
        ),
        Measure(
            _share(counts["open"], total),
            _("điểm còn mở"),
            _("Ghi nhận, chuyển cơ quan khác, hoặc có phản đối của người góp ý đang chờ trả lời."),
        ),
    )


def _share(part: int, whole: int) -> str:
    return f"{writing.number(part)}/{writing.number(whole)}"
