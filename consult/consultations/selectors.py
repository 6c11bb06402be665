"""Read files: what every page of a file says about its stages and deadlines."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations import stages
from consult.consultations.models import Consultation, DeadlineRule, Stage
from consult.consultations.rules import may_speak
from consult.core import calendar, vietnamese
from consult.kit.verdicts import NotThere
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES
from consult.people.selectors import holds

KINDS = Consultation.Kind.choices


@dataclass(frozen=True)
class StageItem:
    """One stage as components/stages.html shows it."""

    kind: str
    name: str
    words: str
    when: str
    state: str
    left: str


@dataclass(frozen=True)
class Deadline:
    """A day by which something is due, with the rule it comes from."""

    kind: str
    name: str
    at: datetime
    days_left: int
    urgency: str
    source: str

    @property
    def words(self) -> str:
        """ "Còn 12 ngày", "Hết hạn hôm nay", "Quá hạn 3 ngày"."""
        return left_words(self.days_left)


@dataclass(frozen=True)
class FileRow:
    """One file in a list; counts of what is said in it come from the page that shows the list."""

    id: int
    code: str
    kind: str
    kind_name: str
    title: str
    agency: str
    council: str
    state: str
    version_id: int
    version_number: int
    stage: str
    stage_name: str
    closes_at: datetime | None
    days_left: int | None
    urgency: str
    opened_at: datetime | None
    slip: str


# --- one file --------------------------------------------------------------------------------------------


def consultation_or_404(user, code: str) -> Consultation:
    """The file of this code with agency, council, draft, version, book and stages, if the person may see it."""
    found = Consultation.objects.visible_to(user).for_rows().select_related("book").filter(code=code).first()
    if found is None:
        raise NotThere("")
    return found


def current_stage(consultation) -> Stage | None:
    """The present stage; uses the stages that are already loaded."""
    return next((s for s in consultation.stages.all() if s.state == Stage.State.NOW), None)


def stage_line(consultation) -> tuple[StageItem, ...]:
    """All stages in order, for components/stages.html; no query when the stages are loaded."""
    items = []
    for stage in sorted(consultation.stages.all(), key=lambda s: s.order):
        now = stage.state == Stage.State.NOW
        left = left_words(days_left(stage.closes_at)) if now and stage.closes_at else ""
        items.append(
            StageItem(
                stage.kind,
                stage.get_kind_display(),
                str(stages.WORDS[stage.kind]),
                _when(stage),
                stage.state,
                left,
            )
        )
    return tuple(items)


def _when(stage: Stage) -> str:
    end = vietnamese.date_short(stage.closes_at) if stage.closes_at else ""
    if stage.opens_on is None:
        return _("trước %(day)s") % {"day": end} if end else ""
    start = vietnamese.date_short(stage.opens_on)
    if not end or start == end:
        return start
    return f"{start if start[6:] != end[6:] else start[:5]} – {end}"


def days_left(moment: datetime) -> int:
    """Whole days from today to the day of a deadline, in the site's time zone."""
    return calendar.days_left(timezone.localdate(), timezone.localtime(moment).date())


def left_words(days: int) -> str:
    """ "Còn 12 ngày", "Hết hạn hôm nay" or "Quá hạn 3 ngày"."""
    if days > 0:
        return _("Còn %(days)s ngày") % {"days": days}
    if days == 0:
        return _("Hết hạn hôm nay")
    return _("Quá hạn %(days)s ngày") % {"days": -days}


def deadlines(consultation) -> tuple[Deadline, ...]:
    """Deadlines of stages that are not done, in order, each with the source of its rule; one query."""
    rules_by_id = {rule.pk: rule for rule in DeadlineRule.objects.all()}
    return tuple(
        _deadline(stage, rules_by_id.get(stage.rule_id))
        for stage in sorted(consultation.stages.all(), key=lambda s: s.order)
        if stage.closes_at and stage.state != Stage.State.DONE and stage.kind != Stage.Kind.CLOSED
    )


def next_deadline(consultation) -> Deadline | None:
    """The first deadline of the file that is not over by a done stage; one query."""
    return next(iter(deadlines(consultation)), None)


def _deadline(stage: Stage, rule: DeadlineRule | None) -> Deadline:
    return Deadline(
        kind=stage.kind,
        name=str(stages.WORDS[stage.kind]),
        at=stage.closes_at,
        days_left=days_left(stage.closes_at),
        urgency=calendar.urgency(timezone.now(), stage.closes_at),
        source=rule.source if rule else "",
    )


# --- lists -----------------------------------------------------------------------------------------------


def consultations_visible(user):
    """Query of the files that the person may see, for lists that filter, page and count."""
    return Consultation.objects.visible_to(user).for_rows()


def file_rows(consultations) -> tuple[FileRow, ...]:
    """Rows of loaded files (from `consultations_visible`); no query."""
    return tuple(_file_row(consultation) for consultation in consultations)


def _file_row(consultation) -> FileRow:
    stage = current_stage(consultation)
    closes_at = stage.closes_at if stage and stage.kind != Stage.Kind.CLOSED else None
    left = days_left(closes_at) if closes_at else None
    return FileRow(
        id=consultation.pk,
        code=consultation.code,
        kind=consultation.kind,
        kind_name=consultation.get_kind_display(),
        title=consultation.title,
        agency=consultation.agency.short_name,
        council=consultation.council.short_name,
        state=consultation.state,
        version_id=consultation.version_id,
        version_number=consultation.version.number,
        stage=stage.kind if stage else "",
        stage_name=stage.get_kind_display() if stage else consultation.get_state_display(),
        closes_at=closes_at,
        days_left=left,
        urgency=calendar.urgency(timezone.now(), closes_at) if closes_at else "normal",
        opened_at=consultation.opened_at,
        slip=left_words(left) if left is not None else consultation.get_state_display(),
    )


def audiences(user, book_id: int) -> tuple[str, ...]:
    """The entries of a file's book that a person may read live: of a file that they see, what is told to their side.

    Entries for their owner alone are in no feed. A visitor reads what is public.
    """
    consultation = Consultation.objects.visible_to(user).filter(book=book_id).select_related("book").first()
    if consultation is None:
        return ()
    if not user.is_authenticated:
        return ("public",)
    found = ["public"]
    in_council = holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id)
    in_agency = holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id)
    if in_council or in_agency or may_speak(user, consultation):
        found.append("file")
    if in_council:
        found.append("front")
    if in_agency:
        found += ["agency", "office"]
    return tuple(found)
