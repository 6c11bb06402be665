"""The verbs: an act without a registered verb cannot be recorded."""

from collections.abc import Callable
from dataclasses import dataclass, field

AUDIENCES = ("public", "file", "front", "agency", "office", "members", "owner")


@dataclass(frozen=True)
class Verb:
    """What can be recorded.

    `sentence` is Vietnamese with the named places %(who)s and %(what)s. `audience` says who may read entries:
    public (everybody), file (everybody taking part in the consultation), front (the council), agency (the
    drafting agency), office (officers of the book's organisation), members (those
    asked in an association's internal round), owner (only the actor). `live` entries go
    out over the socket. A `staged` verb is refused unless the book's present stage opens it. `content` gives
    the fields of the target whose text the entry commits to; they must never change afterwards.
    """

    name: str
    sentence: str
    audience: str = "public"
    live: bool = False
    staged: bool = False
    content: Callable[[object], dict] | None = field(default=None, compare=False)

    def __str__(self):
        return self.name


_verbs: dict[str, Verb] = {}


def register(verb: Verb) -> Verb:
    if verb.name in _verbs:
        raise ValueError(f"The verb {verb.name} is registered twice.")
    if verb.audience not in AUDIENCES:
        raise ValueError(f"The verb {verb.name} has no known audience.")
    if "." not in verb.name or not str(verb.sentence):
        raise ValueError(f"The verb {verb.name} needs a dotted name and a sentence.")
    _verbs[verb.name] = verb
    return verb


def get(name: str) -> Verb:
    return _verbs[name]


def all_verbs() -> tuple[Verb, ...]:
    return tuple(_verbs[name] for name in sorted(_verbs))
