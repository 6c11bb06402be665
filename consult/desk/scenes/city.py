"""The city of the scenes: its organisations, its officers, its experts."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from consult.desk.scenes import sources
from consult.experts import actions as register
from consult.experts.models import Expert, Field
from consult.people import actions
from consult.people.models import Organisation, User
from consult.people.roles import Level, Role

DOMAIN = "demo.consult.test"
PASSWORD = "tri-thuc-can-tho-2026"
SINCE = date(2026, 1, 1)
CONSENTS = {"account", "register", "public_name", "notices"}


@dataclass
class City:
    """What a scene needs to go on: organisations by short key, people by the local part of their e-mail."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, key) -> User:
        """A person: "coquan", or an expert by number (1 is the first)."""
        if isinstance(key, int):
            key = "chuyengia" if key == 1 else f"chuyengia{key}"
        return self.people[key]

    @property
    def experts(self) -> list[User]:
        return [user for key, user in self.people.items() if key.startswith("chuyengia")]


def a_city() -> City:
    """Organisations with their officers, one account for each role."""
    data, city = sources.toml("people"), City()
    for key, words in data["organisations"].items():
        city.organisations[key] = _organisation(city, words)
    for person in data["staff"]:
        user = _person(city, person, {"account", "notices"})
        for role, organisation, post in person["roles"]:
            actions.add_member(
                None, user=user, organisation=city.organisations[organisation], role=role, title=post
            )
    return city


def _organisation(city, words: dict) -> Organisation:
    return actions.create_organisation(
        None,
        official_name=words["official_name"],
        short_name=words["short_name"],
        slug=words["slug"],
        kind=words["kind"],
        level=Level.PROVINCE,
        parent=city.organisations.get(words.get("parent")),
        valid_from=SINCE,
        doc_symbol=words["symbol"],
        place_name="Cần Thơ",
    )


def _person(city, words: dict, consents: set[str]) -> User:
    """Registered with a confirmed address. The password comes once for all: hashing is slow by intent."""
    user = actions.register_person(
        email=f"{words['key']}@{DOMAIN}",
        full_name=words["name"],
        password=None,
        consents=consents,
        verified_email=True,
    )
    city.people[words["key"]] = user
    return user


def experts(city: City, count: int = 14) -> list[User]:
    """Experts with a profile that an officer of their association has verified; the members of the register."""
    wanted = sources.toml("people")["experts"][:count]
    made = [_verified(city, words) for words in wanted]
    return made


def _verified(city, words: dict) -> User:
    expert = an_applicant(city, words)
    officer = officer_of(city, expert.association)
    register.decide_verification(
        officer,
        expert=expert,
        decision=Expert.State.VERIFIED,
        reason="Đã đối chiếu bằng cấp và xác nhận của đơn vị công tác.",
    )
    actions.add_member(None, user=expert.user, organisation=expert.association, role=Role.EXPERT)
    user = User.objects.select_related("expert").get(pk=expert.user_id)
    city.people[words["key"]] = user
    return user


def an_applicant(city: City, words: dict) -> Expert:
    """A person who has filled a profile and handed it to the association."""
    user = _person(city, words, CONSENTS)
    register.save_profile(
        user,
        title=words.get("title", ""),
        degree=words["degree"],
        fields=Field.objects.filter(code__in=words["fields"], level=2),
        specialty=words["specialty"],
        workplace=words["workplace"],
        association=city.organisations[words["association"]],
        works=words["works"],
        evidence="Bản chụp bằng tốt nghiệp, quyết định bổ nhiệm và xác nhận của đơn vị công tác.",
    )
    return register.request_verification(user)


def officer_of(city: City, organisation) -> User:
    """The association's officer."""
    held = organisation.memberships.filter(role=Role.ASSOCIATION_OFFICER).first()
    return next(user for user in city.people.values() if user.pk == held.user_id)


def share_password(city: City, password: str = PASSWORD) -> None:
    """One password for all accounts of the scene. The only write here that is no action: no person chose it."""
    User.objects.filter(pk__in=[user.pk for user in city.people.values()]).update(
        password=make_password(password)
    )


def make_superuser(city: City) -> None:
    """The administrator may also enter the read-mostly administration pages."""
    User.objects.filter(pk=city["quantri"].pk).update(is_staff=True, is_superuser=True)
