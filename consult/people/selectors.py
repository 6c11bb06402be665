"""Who a person is in the house, what was agreed to, and the pages of one's own data and of organisations."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Subquery

from consult.kit.stored import word
from consult.kit.verdicts import NotThere
from consult.ledger.models import Entry
from consult.people import exports, rules
from consult.people.holding import (  # noqa: F401 - callers above read roles here
    Held,
    forget_roles,
    holds,
    is_staff_member,
    organisations_of,
    roles_of,
)
from consult.people.models import Consent, ConsentText, Membership, Organisation, User
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES, Role


def agency_ids(user) -> list[int]:
    return organisations_of(user, *AGENCY_ROLES)


def council_ids(user) -> list[int]:
    return organisations_of(user, *COUNCIL_ROLES)


def current_texts() -> dict:
    """The newest text of each purpose: purpose -> ConsentText."""
    newest = ConsentText.objects.order_by("purpose", "-version").distinct("purpose")
    order = {purpose: place for place, purpose in enumerate(ConsentText.Purpose.values)}
    return {text.purpose: text for text in sorted(newest, key=lambda text: order.get(text.purpose, 99))}


def consenting(user_ids, purpose: str) -> set[int]:
    """Those of the persons whose last word about the purpose is yes."""
    latest = Consent.objects.filter(user__in=list(user_ids), text__purpose=purpose).latest_per_purpose()
    return {user_id for user_id, given in latest.values_list("user_id", "given") if given}


def has_consent(user, purpose: str) -> bool:
    """Whether the person's last word about the purpose is yes; silence is no."""
    return user.is_authenticated and bool(consenting([user.pk], purpose))


def active_user_by_email(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


@dataclass(frozen=True)
class ConsentRow:
    """One purpose as its owner sees it: `given` is None before any choice."""

    purpose: str
    label: str
    text: str
    version: int
    required: bool
    given: bool | None
    at: datetime | None
    # The words changed since the last choice.
    outdated: bool


@dataclass(frozen=True)
class ConsentChange:
    label: str
    version: int
    given: bool
    at: datetime
    channel: str


@dataclass(frozen=True)
class MembershipRow:
    id: int
    organisation: str
    slug: str
    person: str
    role: str
    title: str
    valid_from: date
    valid_to: date | None

    @property
    def ended(self) -> bool:
        return self.valid_to is not None


@dataclass(frozen=True)
class MyData:
    full_name: str
    email: str
    joined: datetime
    last_login: datetime | None
    consents: tuple[ConsentRow, ...]
    history: tuple[ConsentChange, ...]
    memberships: tuple[MembershipRow, ...]


def my_data(user) -> MyData:
    """Everything the page "Dữ liệu cá nhân của tôi" shows, in three queries."""
    choices = list(user.consents.select_related("text"))
    return MyData(
        full_name=user.full_name,
        email=user.email,
        joined=user.date_joined,
        last_login=user.last_login,
        consents=_consent_rows(choices),
        history=tuple(
            ConsentChange(c.text.get_purpose_display(), c.text.version, c.given, c.at, c.channel)
            for c in choices
        ),
        memberships=_membership_rows(user.memberships.all()),
    )


def _consent_rows(choices: list[Consent]) -> tuple[ConsentRow, ...]:
    latest: dict[str, Consent] = {}
    for choice in choices:  # newest first
        latest.setdefault(choice.text.purpose, choice)
    rows = []
    for purpose, text in current_texts().items():
        last = latest.get(purpose)
        rows.append(
            ConsentRow(
                purpose=purpose,
                label=text.get_purpose_display(),
                text=word(text.text),
                version=text.version,
                required=text.required,
                given=last.given if last else None,
                at=last.at if last else None,
                outdated=bool(last and last.given and last.text_id != text.pk),
            )
        )
    return tuple(rows)


def _membership_rows(queryset) -> tuple[MembershipRow, ...]:
    present_first = F("valid_to").desc(nulls_first=True)
    rows = queryset.select_related("organisation", "user").order_by(present_first, "user__name_key", "id")
    return tuple(
        MembershipRow(
            id=row.pk,
            organisation=row.organisation.short_name,
            slug=row.organisation.slug,
            person=row.user.full_name,
            role=row.get_role_display(),
            title=row.title,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    )


def my_data_file(user) -> dict:
    """What the person downloads: the account, and each app's part (`people.exports`). Times in ISO 8601."""
    data = my_data(user)
    entries = Entry.objects.filter(actor=f"user:{user.pk}").order_by("id").select_related("book")
    return {
        "account": {"full_name": data.full_name, "email": data.email, "joined": data.joined.isoformat()},
        "consents": [
            {
                "purpose": c.text.purpose,
                "version": c.text.version,
                "text": c.text.text,
                "text_hash": c.text.text_hash,
                "given": c.given,
                "at": c.at.isoformat(),
                "channel": c.channel,
            }
            for c in user.consents.select_related("text")
        ],
        "memberships": [
            {
                "organisation": m.organisation,
                "role": m.role,
                "title": m.title,
                "valid_from": m.valid_from.isoformat(),
                "valid_to": m.valid_to.isoformat() if m.valid_to else None,
            }
            for m in data.memberships
        ],
        "acts": [{"receipt": e.receipt, "verb": e.verb, "at": e.at.isoformat()} for e in entries],
        **exports.collect(user),
    }


@dataclass(frozen=True)
class OrganisationPage:
    organisation: Organisation
    kind: str
    level: str
    parent: str
    children: tuple[tuple[str, str], ...]
    members: tuple[MembershipRow, ...]
    may_manage: bool


def organisation_or_404(user, slug: str) -> Organisation:
    """The organisation with its parent, for its own officers and administrators."""
    organisation = Organisation.objects.select_related("parent").filter(slug=slug).first()
    if organisation is None:
        raise NotThere("")
    rules.may_see_organisation(user, organisation).or_refuse()
    return organisation


@dataclass(frozen=True)
class OrganisationRow:
    slug: str
    official_name: str
    short_name: str
    kind: str
    parent: str
    officers: int


def organisations(user) -> tuple[OrganisationRow, ...]:
    """The organisations of today that the person may open: all for an administrator, else the officer's own."""
    found = Organisation.objects.current().select_related("parent")
    if not rules.may_create_organisation(user):
        found = found.filter(pk__in=organisations_of(user, *(set(Role.values) - {Role.EXPERT})))
    held = Membership.objects.current().exclude(role=Role.EXPERT).filter(organisation=OuterRef("pk"))
    counted = held.order_by().values("organisation").annotate(n=Count("user", distinct=True)).values("n")
    return tuple(
        OrganisationRow(
            row.slug,
            row.official_name,
            row.short_name,
            row.get_kind_display(),
            row.parent.short_name if row.parent else "",
            row.officers or 0,
        )
        for row in found.annotate(officers=Subquery(counted)).order_by("kind", "official_name")
    )


def organisations_or_404(user) -> tuple[OrganisationRow, ...]:
    found = organisations(user)
    if not found:
        raise NotThere("")
    return found


def organisation_page(user, organisation: Organisation) -> OrganisationPage:
    """Members with their roles, present ones first. Experts are the register's matter and are left out."""
    members = organisation.memberships.exclude(role=Role.EXPERT)
    return OrganisationPage(
        organisation=organisation,
        kind=organisation.get_kind_display(),
        level=organisation.get_level_display(),
        parent=organisation.parent.short_name if organisation.parent else "",
        children=tuple(organisation.children.order_by("short_name").values_list("slug", "short_name")),
        members=_membership_rows(members),
        may_manage=bool(rules.may_manage_members(user, organisation)),
    )


def membership_or_404(user, pk: int) -> Membership:
    membership = Membership.objects.select_related("organisation", "user").filter(pk=pk).first()
    if membership is None:
        raise NotThere("")
    rules.may_see_organisation(user, membership.organisation).or_refuse()
    return membership
