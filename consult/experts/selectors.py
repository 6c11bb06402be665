"""Read the register: names as they are shown, the directory, a profile, the officer's desk."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.experts import rules
from consult.experts.models import Expert, Field
from consult.experts.querysets import folded
from consult.kit import stored
from consult.kit.pages import paginate
from consult.kit.verdicts import NotThere
from consult.people.models import Commune, Organisation
from consult.people.roles import ASSOCIATION_KINDS, Role
from consult.people.selectors import organisations_of

_DEGREES = {
    Expert.Degree.DSC: "TSKH",
    Expert.Degree.PHD: "TS",
    Expert.Degree.MASTER: "ThS",
    Expert.Degree.SPECIALIST2: "BSCKII",
}
_TITLES = {Expert.Title.PROFESSOR: "GS", Expert.Title.ASSOCIATE: "PGS"}


def full_title(expert) -> str:
    """ "PGS.TS. Nguyễn Văn An": title and degree before the name, as official texts write them."""
    signs = [_TITLES.get(expert.title), _DEGREES.get(expert.degree)]
    prefix = "".join(f"{sign}." for sign in signs if sign)
    return f"{prefix} {expert.user.full_name}".strip()


def display_name(expert) -> str:
    """ "PGS.TS. Nguyễn Văn An, Trường Đại học Cần Thơ": the label of a named voice."""
    return ", ".join(part for part in (full_title(expert), expert.workplace) if part)


def field_names(expert) -> list[str]:
    """Names of level 2 (or what is there), by code; no query when the fields were prefetched."""
    rows = sorted(expert.fields.all(), key=lambda field: (field.level != 2, field.code, field.name))
    return [field.name for field in rows]


def descriptor(expert) -> str:
    """ "Chuyên gia đã xác thực, lĩnh vực Pháp luật": all that is shown of an anonymous voice."""
    names = field_names(expert)
    if not names:
        return stored.VERIFIED
    return stored.VERIFIED_IN % {"field": names[0]}


# --- the public directory ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExpertRow:
    id: int
    name: str
    initials: str
    line: str
    fields: tuple[str, ...]
    association: str
    updated_at: datetime


@dataclass(frozen=True)
class Directory:
    rows: tuple[ExpertRow, ...]
    page: object
    total: int


def directory_queryset() -> QuerySet:
    """Verified, consenting and active experts, in the order of the Vietnamese alphabet by given name."""
    return Expert.objects.listed().for_rows().order_by("user__name_key", "user_id")


def directory(matching: QuerySet, number) -> Directory:
    """One page of the directory; `matching` is what the filters left of `directory_queryset`."""
    page = paginate(matching, number, per_page=20)
    return Directory(tuple(_row(expert) for expert in page), page, page.paginator.count)


def _row(expert: Expert) -> ExpertRow:
    return ExpertRow(
        id=expert.pk,
        name=full_title(expert),
        initials=vietnamese.initials(expert.user.full_name),
        line=" · ".join(part for part in (expert.specialty, expert.workplace) if part),
        fields=tuple(map(stored.word, field_names(expert))),
        association=expert.association.short_name if expert.association else "",
        updated_at=expert.updated_at,
    )


def matching_words(queryset: QuerySet, words: str) -> QuerySet:
    """Experts whose name, specialty, workplace or association holds every word, accents or none."""
    queryset = queryset.with_search()
    for word in vietnamese.fold(vietnamese.clean_name(words)).split()[:8]:
        queryset = queryset.filter(search__contains=word)
    return queryset


def with_degrees(queryset: QuerySet, groups) -> QuerySet:
    """`groups`: gs (any academic title), ts (doctors), ths (masters and specialists)."""
    degrees = {"ts": ["tskh", "ts"], "ths": ["ths", "bscki2"]}
    wanted = Q(title__in=["gs", "pgs"]) if "gs" in groups else Q()
    for group in groups:
        wanted |= Q(degree__in=degrees[group]) if group in degrees else Q()
    return queryset.filter(wanted)


def field_choices() -> list[tuple[Field, list[Field]]]:
    """Level 2 below level 1: [(field of level 1, [fields of level 2])], by code, in one query."""
    rows = list(Field.objects.filter(level__lte=2).order_by("code", "name"))
    return [
        (top, [row for row in rows if row.level == 2 and row.parent_id == top.pk])
        for top in rows
        if top.level == 1
    ]


def fields_by_id(ids) -> list[Field]:
    return list(Field.objects.filter(pk__in=ids))


def associations() -> list[Organisation]:
    """Organisations that may verify, existing today."""
    found = Organisation.objects.current().filter(kind__in=ASSOCIATION_KINDS)
    return list(found.order_by("short_name", "pk"))


def communes_loaded() -> bool:
    return Commune.objects.exists()


# --- one profile -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decision:
    state: str
    label: str
    reason: str
    at: datetime
    officer: str
    association: str


@dataclass(frozen=True)
class FieldRow:
    code: str
    name: str
    parent: str


@dataclass(frozen=True)
class ProfilePage:
    """`evidence`, `decisions` and `email` are filled for the owner's and the officer's pages alone."""

    id: int
    name: str
    person: str
    initials: str
    line: str
    degree: str
    title: str
    specialty: str
    workplace: str
    commune: str
    association: str
    fields: tuple[FieldRow, ...]
    works: tuple[str, ...]
    state: str
    state_label: str
    verified_on: datetime | None
    verified_by: str
    verified_until: date | None
    version: int
    updated_at: datetime
    evidence: str = ""
    decisions: tuple[Decision, ...] = ()


def profile_page(pk: int) -> ProfilePage:
    """A profile of the public directory; anything else is not there."""
    expert = Expert.objects.listed().for_page().filter(pk=pk).first()
    if expert is None:
        raise NotThere("")
    return _profile(expert, private=False)


def _profile(expert: Expert, *, private: bool) -> ProfilePage:
    decisions = list(expert.verifications.all())
    verified = next((d for d in decisions if d.decision == Expert.State.VERIFIED), None)
    return ProfilePage(
        id=expert.pk,
        name=full_title(expert),
        person=expert.user.full_name,
        initials=vietnamese.initials(expert.user.full_name),
        line=" · ".join(part for part in (expert.specialty, expert.workplace) if part),
        degree=expert.get_degree_display() if expert.degree else "",
        title=expert.get_title_display() if expert.title else "",
        specialty=expert.specialty,
        workplace=expert.workplace,
        commune=f"{expert.commune.name}, {expert.commune.province}" if expert.commune else "",
        association=expert.association.official_name if expert.association else "",
        fields=tuple(
            FieldRow(field.code, field.words, field.parent.words if field.parent else "")
            for field in expert.fields.all()
        ),
        works=tuple(line.strip() for line in expert.works.splitlines() if line.strip()),
        state=expert.state,
        state_label=expert.get_state_display(),
        verified_on=verified.at if verified else None,
        verified_by=verified.organisation.short_name if verified else "",
        verified_until=expert.verified_until,
        version=expert.version,
        updated_at=expert.updated_at,
        evidence=expert.evidence if private else "",
        decisions=tuple(_decision(row) for row in decisions) if private else (),
    )


def _decision(row) -> Decision:
    return Decision(
        state=row.decision,
        label=row.get_decision_display(),
        reason=row.reason,
        at=row.at,
        officer=row.officer.full_name,
        association=row.organisation.short_name,
    )


@dataclass(frozen=True)
class MyProfile:
    """The owner's page: what is stored and what may be done next."""

    exists: bool
    profile: ProfilePage | None
    initial: dict
    state: str
    state_label: str
    listed: bool
    last: Decision | None
    may_request: bool
    why_not: str


def my_profile(user) -> MyProfile:
    expert = Expert.objects.for_page().filter(user=user).first()
    if expert is None:
        initial = {"version": 0}
        return MyProfile(False, None, initial, "", _("Chưa khai hồ sơ"), False, None, False, "")
    asked = rules.may_request_verification(user, expert)
    profile = _profile(expert, private=True)
    return MyProfile(
        exists=True,
        profile=profile,
        initial={
            "title": expert.title,
            "degree": expert.degree,
            "fields": [field.pk for field in expert.fields.all()],
            "specialty": expert.specialty,
            "workplace": expert.workplace,
            "commune": _commune_text(expert.commune),
            "association": expert.association_id,
            "works": expert.works,
            "evidence": expert.evidence,
            "version": expert.version,
        },
        state=expert.state,
        state_label=expert.get_state_display(),
        listed=expert.listed,
        last=profile.decisions[0] if profile.decisions else None,
        may_request=bool(asked),
        why_not=asked.reason,
    )


def _commune_text(commune: Commune | None) -> str:
    return f"{commune.name}, {commune.province} ({commune.code})" if commune else ""


def communes_matching(text: str, limit: int = 20) -> list[Commune]:
    """Communes by code, or by name with or without accents; a full "name, province (code)" gives the one."""
    text = vietnamese.clean_name(text)[:200]
    code = text.rpartition("(")[2].rstrip(")") if text.endswith(")") else text
    if code.isascii() and code.isdigit():
        return list(Commune.objects.filter(code=code[:10]))
    wanted = vietnamese.fold(text).replace(",", " ").split()
    rows = Commune.objects.alias(search=folded(Concat("name", Value(" "), "province")))
    for word in wanted[:8]:
        rows = rows.filter(search__contains=word)
    return list(rows.order_by("province", "name")[:limit]) if wanted else []


# --- the association's desk --------------------------------------------------------------------------------


@dataclass(frozen=True)
class WaitingRow:
    id: int
    name: str
    line: str
    association: str
    updated_at: datetime
    own: bool


@dataclass(frozen=True)
class Desk:
    waiting: tuple[WaitingRow, ...]
    page: object


def verification_desk(officer, number) -> Desk:
    """Profiles that wait for the officer's associations, oldest first."""
    rules.may_verify_at_all(officer).or_refuse()
    mine = organisations_of(officer, Role.ASSOCIATION_OFFICER)
    waiting = Expert.objects.filter(state=Expert.State.WAITING, association__in=mine, user__is_active=True)
    page = paginate(waiting.select_related("user", "association").order_by("updated_at"), number)
    rows = tuple(
        WaitingRow(
            id=expert.pk,
            name=full_title(expert),
            line=" · ".join(part for part in (expert.specialty, expert.workplace) if part),
            association=expert.association.short_name,
            updated_at=expert.updated_at,
            own=expert.user_id == officer.pk,
        )
        for expert in page
    )
    return Desk(rows, page)


@dataclass(frozen=True)
class VerificationPage:
    profile: ProfilePage
    email: str
    may_decide: bool
    why_not: str


def expert_to_verify(officer, pk: int) -> Expert:
    """The profile, for officers of its own association; for anybody else not there."""
    expert = Expert.objects.for_page().filter(pk=pk).first()
    if expert is None:
        raise NotThere("")
    rules.may_review(officer, expert).or_refuse()
    return expert


def verification_page(officer, expert: Expert) -> VerificationPage:
    verdict = rules.may_decide(officer, expert)
    return VerificationPage(
        profile=_profile(expert, private=True),
        email=expert.user.email,
        may_decide=bool(verdict),
        why_not=verdict.reason,
    )


def my_expert_data(user) -> dict | None:
    """The register's part of "download my data"."""
    expert = Expert.objects.for_page().filter(user=user).first()
    if expert is None:
        return None
    return {
        "title": expert.title,
        "degree": expert.degree,
        "fields": [{"code": field.code, "name": field.name} for field in expert.fields.all()],
        "specialty": expert.specialty,
        "workplace": expert.workplace,
        "commune": _commune_text(expert.commune),
        "association": expert.association.official_name if expert.association else "",
        "works": expert.works,
        "evidence": expert.evidence,
        "state": expert.state,
        "listed": expert.listed,
        "verified_until": expert.verified_until.isoformat() if expert.verified_until else None,
        "decisions": [
            {"decision": row.decision, "reason": row.reason, "at": row.at.isoformat()}
            for row in expert.verifications.all()
        ],
    }
