"""What a file makes known: news for feed readers (Atom) and dates for calendars. Acts of the bodies, never of voices."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.consultations import stages
from consult.consultations.models import Consultation, Stage
from consult.core import ics
from consult.documents.models import DraftVersion
from consult.kit.stored import word
from consult.ledger.models import Entry
from consult.polls.models import Poll
from consult.reports import objections
from consult.reports.models import Objection
from consult.rooms.models import Room

LIMIT = 60
_SENTENCES = {
    "consultation.opened": _("Mở lấy ý kiến"),
    "stage.extended": _("Gia hạn"),
    "poll.opened": _("Mở thăm dò ý kiến"),
    "poll.closed": _("Đóng thăm dò ý kiến"),
    "compilation.closed": _("Chốt bản tổng hợp ý kiến"),
    "report.signed": _("Ký báo cáo của hội đồng"),
    "report.reopened": _("Lập lại báo cáo của hội đồng"),
    "answers.published": _("Công bố kết quả tiếp thu, giải trình"),
}


@dataclass(frozen=True)
class News:
    """One thing that a body did in a file; `key` is lasting."""

    key: str
    at: datetime
    title: str
    text: str
    path: str


def news(codes: dict[int, Consultation]) -> list[News]:
    """The newest of these files (book -> file), newest first; two queries whatever their number."""
    known = Q(verb__in=[*_SENTENCES, "stage.moved"], audience="public", book__in=codes)
    entries = Entry.objects.filter(known).order_by("-at", "-pk")[:LIMIT]
    drafts = {file.draft_id: file for file in codes.values()}
    versions = DraftVersion.objects.published().filter(draft__in=drafts).order_by("-published_at")[:LIMIT]
    found = [_act(entry, codes[entry.book_id]) for entry in entries]
    found += [
        _version(row, drafts[row.draft_id]) for row in versions.defer("header", "warnings", "furniture")
    ]
    return sorted(found, key=lambda one: (one.at, one.key), reverse=True)[:LIMIT]


def _act(entry: Entry, file: Consultation) -> News:
    if entry.verb == "stage.moved":
        title = gettext("Chuyển sang giai đoạn: %(stage)s") % {"stage": stages.WORDS[entry.data["to"]]}
    else:
        title = str(_SENTENCES[entry.verb])
    text = entry.data.get("reason", "") if entry.verb == "stage.extended" else ""
    page = "results" if entry.verb == "answers.published" else "consultation"
    return News(
        f"{file.code}/{entry.seq}", entry.at, f"{title}: {file.title}", text, reverse(page, args=[file.code])
    )


def _version(row: DraftVersion, file: Consultation) -> News:
    title = gettext("Công bố Dự thảo %(number)s: %(title)s") % {"number": row.number, "title": file.title}
    path = reverse("reading_version", args=[file.code, row.number])
    return News(f"{file.code}/v{row.number}", row.published_at, title, row.note, path)


def visible_files(user, code: str | None = None) -> dict[int, Consultation]:
    """Files that everybody may see, by their books; one of them when its code is given."""
    files = Consultation.objects.visible_to(user).exclude(state="prepared").select_related("book")
    files = files.filter(code=code) if code else files.order_by("-opened_at")[:200]
    return {file.book_id: file for file in files}


def atom(found: list[News], *, title: str, here: str, page: str, base: str) -> str:
    """The feed; `base` is the beginning of the site's addresses."""
    feed = Atom1Feed(
        title=title, link=base + page, feed_url=base + here, description="", language=settings.LANGUAGE_CODE,
        author_name=word(settings.SITE_NAME),
    )  # fmt: skip
    host = urlsplit(base).hostname
    for one in found:
        feed.add_item(
            title=one.title, link=base + one.path, description=one.text or one.title, updateddate=one.at,
            pubdate=one.at, unique_id=f"tag:{host},2026:{one.key}",
        )  # fmt: skip
    return feed.writeString("utf-8")


# --- dates -----------------------------------------------------------------------------------------------


def dates(codes: dict[int, Consultation], base: str) -> list[ics.Event]:
    """Deadlines of stages, of objections that wait, sessions and polls of these files, in order of time; four queries."""
    files = {file.pk: file for file in codes.values()}
    found = [
        _deadline(row, files[row.consultation_id], base)
        for row in Stage.objects.filter(consultation__in=files, closes_at__isnull=False)
    ]
    found += [
        _session(row, files[row.consultation_id], base) for row in Room.objects.filter(consultation__in=files)
    ]
    found += [_objection(row, base) for row in objections.open_in(files)]
    polls = Poll.objects.filter(consultation__in=files).select_related("clause")
    found += [_poll(row, files[row.consultation_id], base) for row in polls]
    return sorted(found, key=lambda event: (_day(event.start), event.uid))


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start


def _event(uid: str, start, title: str, file: Consultation, path: str, base: str, end=None) -> ics.Event:
    host = urlsplit(base).hostname
    stamp = file.opened_at or file.created_at
    return ics.Event(f"{uid}@{host}", start, f"{title}: {file.code}", stamp, end, file.title, base + path)


def _deadline(row: Stage, file, base: str) -> ics.Event:
    title = gettext("Hết hạn %(stage)s") % {"stage": str(stages.WORDS[row.kind]).lower()}
    path = reverse("consultation", args=[file.code])
    return _event(f"{file.code}-{row.kind}", row.closes_at, title, file, path, base, row.closes_at)


def _objection(row: Objection, base: str) -> ics.Event:
    file = row.citation.point.compilation.consultation
    path = reverse("results", args=[file.code])
    title = gettext("Hết hạn trả lời phản đối")
    return _event(f"phan-doi-{row.pk}", row.answer_due, title, file, path, base, row.answer_due)


def _session(row: Room, file, base: str) -> ics.Event:
    ends = row.closed_at if row.closed_at and row.closed_at > row.starts_at else None
    return _event(
        f"phong-{row.pk}", row.starts_at, row.title, file, reverse("room", args=[row.pk]), base, ends
    )


def _poll(row: Poll, file, base: str) -> ics.Event:
    title = gettext("Đóng thăm dò ý kiến về %(place)s") % {"place": row.clause.citation}
    ends = row.closed_at or row.closes_at
    return _event(
        f"tham-do-{row.pk}", ends, title, file, reverse("poll", args=[file.code, row.pk]), base, ends
    )
