"""The signed address that stops one kind of mail, and the one that takes the stop back. No sign-in, no expiry."""

from dataclasses import dataclass

from django.core import signing

from consult.kit.verdicts import NotThere
from consult.notices.models import Channel, Kind
from consult.people.models import User

_STOP, _BACK = "notices.stop", "notices.back"
LONGEST = 800


@dataclass(frozen=True)
class Stop:
    """What a token is good for: these kinds of mail of this person, and nothing else."""

    user: User
    kinds: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        return [Kind(kind).label for kind in self.kinds]


def token_of(user, kinds: list[str]) -> str:
    return signing.dumps([user.pk, kinds], salt=_STOP)


def back_token(user, channels: dict[str, str]) -> str:
    """Carries the channels that a stop replaced."""
    return signing.dumps([user.pk, channels], salt=_BACK)


def read_token(token: str) -> Stop:
    """The stop of a token; NotThere for one that we did not make, or whose person has left."""
    found = _load(token, _STOP)
    user = User.objects.filter(pk=found[0], is_active=True).first()
    if user is None:
        raise NotThere("")
    return Stop(user, tuple(kind for kind in found[1] if kind in Kind.values))


def read_back(user, token: str) -> dict[str, str]:
    """The channels that a stop of this person replaced."""
    user_id, found = _load(token, _BACK)
    if user_id != user.pk:
        raise NotThere("")
    return {k: c for k, c in found.items() if k in Kind.values and c in Channel.values}


def _load(token: str, salt: str):
    if len(token) > LONGEST:
        raise NotThere("")
    try:
        return signing.loads(token, salt=salt)
    except signing.BadSignature as error:
        raise NotThere("") from error
