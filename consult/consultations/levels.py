"""The levels at which somebody may speak in a file: who reads the words, who knows the name, what a paper prints.

Fixed when the file is opened: nobody's words may move to another level after they were written.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shown(models.TextChoices):
    """Who may know the name. More guarded levels are new values, not new tables."""

    NAMED = "named", _("Công khai họ tên")
    ANONYMOUS = "anonymous", _("Ẩn danh với công chúng")
    COUNCIL = "council", _("Chỉ hội đồng đọc")


@dataclass(frozen=True)
class Consequences:
    """What follows from a level, each in one sentence."""

    text: str
    name: str
    paper: str

    def __iter__(self):
        return iter((self.text, self.name, self.paper))


CONSEQUENCES = {
    Shown.NAMED: Consequences(
        _("Mọi người đọc được ngay sau khi gửi."),
        _("Họ tên và nơi công tác hiện cạnh ý kiến."),
        _("Bản tổng hợp, giải trình in họ tên."),
    ),
    Shown.ANONYMOUS: Consequences(
        _("Mọi người đọc được ngay sau khi gửi."),
        _(
            "Công chúng, chuyên gia khác và cơ quan soạn thảo chỉ thấy lĩnh vực chuyên môn; "
            "hội đồng tổng hợp biết họ tên."
        ),
        _("Bản tổng hợp, giải trình chỉ in lĩnh vực chuyên môn."),
    ),
    Shown.COUNCIL: Consequences(
        _(
            "Chỉ hội đồng tổng hợp đọc. Cơ quan soạn thảo, công chúng và chuyên gia khác không thấy nội dung và "
            "số lượng cho đến khi hội đồng công bố, có nêu lý do."
        ),
        _("Hội đồng biết họ tên; khi công bố, họ tên chỉ kèm theo nếu người viết đồng ý."),
        _("Khi chưa công bố, bản tổng hợp, giải trình không in nội dung."),
    ),
}

NOTES = {level: words.text for level, words in CONSEQUENCES.items()}
ALL = list(Shown.values)
ALWAYS = Shown.NAMED
"""Nobody is kept from signing."""


def in_order(levels) -> list[str]:
    """Each level once, the open one first; what is no level is left out."""
    wanted = {ALWAYS, *levels}
    return [level.value for level in Shown if level in wanted]


def spelled_out(levels) -> tuple[tuple[str, str, Consequences], ...]:
    """Value, name and consequences of each of these levels, for pages."""
    return tuple((level.value, level.label, CONSEQUENCES[level]) for level in Shown if level in levels)
