"""How often somebody does something: a count in the cache, soft by nature, for what must not be asked too often."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from consult.kit.verdicts import YES, Verdict, no


def may_again(what: str, who: object, *, most: int, seconds: int) -> Verdict:
    """Counts one more time; refuses when `who` did this more than `most` times within `seconds`."""
    key = f"rate:{what}:{who}"
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two
        return YES
    if count <= most:
        return YES
    return no(_("Thao tác quá nhanh. Xin chờ một phút rồi thử lại."), "too-often")
