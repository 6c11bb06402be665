"""The roles a person holds today, read once per request; below the rules, which ask it."""

from dataclasses import dataclass

from consult.people.roles import STAFF_ROLES


@dataclass(frozen=True)
class Held:
    """One role held today."""

    role: str
    organisation_id: int


def roles_of(user) -> frozenset[Held]:
    """Roles held today; kept on the user object, which lives for one request."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_held"):
        rows = user.memberships.current().values_list("role", "organisation_id")
        user._held = frozenset(Held(*row) for row in rows)
    return user._held


def forget_roles(user) -> None:
    """After a change of memberships in the same request."""
    user.__dict__.pop("_held", None)


def holds(user, *roles: str, organisation_id: int | None = None) -> bool:
    """Whether the person holds one of the roles today, in this organisation if one is given."""
    return any(
        held.role in roles and organisation_id in (None, held.organisation_id) for held in roles_of(user)
    )


def organisations_of(user, *roles: str) -> list[int]:
    """Organisations in which the person holds one of the roles today (any role if none is named)."""
    return sorted({held.organisation_id for held in roles_of(user) if not roles or held.role in roles})


def is_staff_member(user) -> bool:
    """Officers of agencies and councils: they must have a second factor."""
    return any(held.role in STAFF_ROLES for held in roles_of(user))
