"""Write people, organisations, memberships and consents. `by=None` is the system: scenes and commands."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit.verdicts import Refused
from consult.ledger.actions import open_book, record
from consult.ledger.models import Book
from consult.people import consents, rules, verbs
from consult.people.models import Consent, Membership, Organisation, User
from consult.people.selectors import current_texts, forget_roles

PEOPLE_BOOK = "ND"


def people_book_id() -> int:
    """The one book of acts about people, made at its first use."""
    return Book.objects.get_or_create(code=PEOPLE_BOOK, defaults={"kind": Book.Kind.PEOPLE})[0].pk


@transaction.atomic
def create_organisation(
    by,
    *,
    official_name,
    short_name,
    slug,
    kind,
    level,
    parent=None,
    valid_from,
    doc_symbol="",
    place_name="",
    email="",
) -> Organisation:
    """A new organisation with its own book. By administrators; recorded as organisation.created."""
    rules.may_create_organisation(by).or_refuse()
    if Organisation.objects.filter(slug=slug).exists():
        raise Refused(_("Đã có tổ chức dùng tên viết tắt này trên đường dẫn."), "taken")
    # The book's code is short and ASCII because it opens every receipt number of the organisation.
    organisation = Organisation.objects.create(
        official_name=vietnamese.clean_name(official_name),
        short_name=vietnamese.clean_name(short_name),
        slug=slug,
        kind=kind,
        level=level,
        parent=parent,
        valid_from=valid_from,
        doc_symbol=doc_symbol,
        place_name=place_name,
        email=email,
        book=open_book(code=f"TC-{slug}".upper()[:40], kind=Book.Kind.OFFICE),
    )
    record(
        verbs.ORGANISATION_CREATED,
        book_id=organisation.book_id,
        by=by,
        target=organisation,
        data={"kind": kind, "level": level},
    )
    return organisation


def _raise_epoch(user) -> None:
    """Open sockets of the person close: they compare this number."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    forget_roles(user)


def _lock(user) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def add_member(by, *, user, organisation, role, title="", valid_from=None) -> Membership:
    """Give a role in an organisation; an open membership of the same role is returned as it is.

    Locks the person's row, so that two officers cannot give power on both sides at once. Recorded in the
    organisation's book.
    """
    locked = _lock(user)
    today = timezone.localdate()
    open_ones = Membership.objects.filter(user=locked).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    held = set(open_ones.values_list("role", flat=True))
    rules.may_add_member(by, user=locked, organisation=organisation, role=role, held=held).or_refuse()
    stored = open_ones.filter(organisation=organisation, role=role, valid_to=None).first()
    if stored is not None:
        return stored
    membership = Membership.objects.create(
        user=locked,
        organisation=organisation,
        role=role,
        title=vietnamese.clean_name(title),
        valid_from=valid_from or today,
    )
    forget_roles(user)
    record(
        verbs.MEMBERSHIP_ADDED,
        book_id=organisation.book_id,
        by=by,
        target=membership,
        data={"user": locked.pk, "role": str(role)},
    )
    return membership


@transaction.atomic
def end_membership(by, membership) -> Membership:
    """End a role yesterday at the latest, so that the power is gone at once; open sockets close. Recorded."""
    user = _lock(membership.user)
    stored = Membership.objects.select_related("organisation").get(pk=membership.pk)
    rules.may_end_membership(by, stored).or_refuse()
    yesterday = timezone.localdate() - timedelta(days=1)
    # A role given today never had a whole day: it is dated to the day before, together with its start.
    stored.valid_from = min(stored.valid_from, yesterday)
    stored.valid_to = yesterday
    stored.save(update_fields=["valid_from", "valid_to"])
    membership.valid_from, membership.valid_to = stored.valid_from, stored.valid_to
    _raise_epoch(user)
    forget_roles(membership.user)
    record(
        verbs.MEMBERSHIP_ENDED,
        book_id=stored.organisation.book_id,
        by=by,
        target=stored,
        data={"user": user.pk, "role": stored.role},
    )
    return stored


@transaction.atomic
def give_consent(user, *, purpose, given: bool, channel="web") -> Consent:
    """Keep a choice about one purpose with the version of the words read; the same choice twice is one row.

    Locks the person's row. Listeners (the public register) act in the same transaction. Recorded as
    consent.given or consent.withdrawn in the book of people.
    """
    locked = _lock(user)
    text = current_texts().get(purpose)
    if text is None:
        raise Refused(_("Mục đích xử lý dữ liệu không có trong danh mục."), "unknown-purpose")
    latest = Consent.objects.filter(user=locked, text__purpose=purpose).first()
    if latest is not None and (latest.given, latest.text_id) == (given, text.pk):
        return latest
    if not given:
        rules.may_withdraw(purpose).or_refuse()
    consent = Consent.objects.create(user=locked, text=text, given=given, channel=channel)
    consents.announce(user, purpose, given)
    record(
        verbs.CONSENT_GIVEN if given else verbs.CONSENT_WITHDRAWN,
        book_id=people_book_id(),
        by=user,
        target=consent,
        data={"purpose": purpose, "version": text.version, "text_hash": text.text_hash},
    )
    return consent


@transaction.atomic
def complete_registration(user, *, full_name: str, consents: set[str], channel="web") -> User:
    """Name and consents of an account just made by a sign-up form. Recorded as person.registered."""
    missing = sorted(
        purpose for purpose, text in current_texts().items() if text.required and purpose not in consents
    )
    if missing:
        raise Refused(_("Cần đồng ý với mục bắt buộc để mở tài khoản."), "consent-required")
    user.full_name = vietnamese.clean_name(full_name)
    user.name_key = vietnamese.name_key(user.full_name)
    user.save(update_fields=["full_name", "name_key"])
    for purpose in sorted(consents):
        give_consent(user, purpose=purpose, given=True, channel=channel)
    record(verbs.PERSON_REGISTERED, book_id=people_book_id(), by=user, target=user)
    return user


@transaction.atomic
def register_person(
    *, email, full_name, password, consents: set[str], verified_email=False, channel="web"
) -> User:
    """An account with its e-mail address, name and consents, outside the sign-up pages. Recorded."""
    email = email.strip().lower()
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password)
    except IntegrityError as error:
        raise Refused(_("Thư điện tử này đã có tài khoản."), "taken") from error
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified_email)
    return complete_registration(user, full_name=full_name, consents=consents, channel=channel)


@transaction.atomic
def set_active(by, *, user, active: bool) -> User:
    """Lock an account or open it again; a locked one loses its sessions and sockets. Recorded."""
    stored = _lock(user)
    rules.may_deactivate(by, stored).or_refuse()
    if stored.is_active == active:
        return stored
    stored.is_active = active
    stored.save(update_fields=["is_active"])
    _raise_epoch(stored)
    verb = verbs.PERSON_ACTIVATED if active else verbs.PERSON_DEACTIVATED
    record(verb, book_id=people_book_id(), by=by, target=stored)
    return stored


@transaction.atomic
def sign_out_everywhere(user) -> User:
    """End every session and socket of the person: the mark enters the hash that sessions carry. Recorded."""
    stored = _lock(user)
    stored.signed_out_at = timezone.now()
    stored.save(update_fields=["signed_out_at"])
    _raise_epoch(stored)
    record(verbs.SIGNED_OUT, book_id=people_book_id(), by=stored, target=stored)
    return stored


@transaction.atomic
def note_password_change(user) -> None:
    """After a password was set by the account pages: sockets close, the act is recorded."""
    _raise_epoch(_lock(user))
    record(verbs.PASSWORD_CHANGED, book_id=people_book_id(), by=user, target=user)
