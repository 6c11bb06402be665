"""May somebody do something, and if not, why: the answer of every rule."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """An action was refused; `str()` is one sentence that a citizen can read."""

    def __init__(self, reason, code: str = "refused"):
        super().__init__(str(reason))
        self.reason = reason
        self.code = code


class NotThere(Refused):
    """Not there, or not yours: both answer alike, 404."""


class Stale(Refused):
    """Somebody else saved first: 409, with what is stored and what was sent, so that nothing is lost."""

    def __init__(self, reason, *, stored: dict, sent: dict):
        super().__init__(reason, "stale")
        self.stored = stored
        self.sent = sent


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed. Chain with `and` / `or`; `&` and `|` would ask every rule and are refused."""

    allowed: bool
    reason: str = ""
    code: str = ""

    def __bool__(self):
        return self.allowed

    def __and__(self, other):
        raise TypeError("Chain verdicts with 'and', not '&'.")

    __or__ = __rand__ = __ror__ = __and__

    def or_refuse(self) -> None:
        if not self.allowed:
            raise (NotThere if self.code == "not-there" else Refused)(self.reason, self.code)


YES = Verdict(True)


def no(reason, code: str = "refused") -> Verdict:
    """A refusal with its reason, one sentence for the person refused."""
    return Verdict(False, reason, code)


def hidden(reason="") -> Verdict:
    """A refusal that must look as if the thing did not exist."""
    return Verdict(False, reason, "not-there")
