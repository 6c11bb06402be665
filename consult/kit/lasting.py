"""What never changes once it was made: kept whole in each process, so that large values are not unpickled at every request.

The cache holds the value for all processes, and a mark that names it. A process that holds the value under the same
mark uses its own; emptying the cache empties the processes too, for the mark is gone.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar
from uuid import uuid4

from django.core.cache import cache

MOST = 64
_DAY = 24 * 3600
T = TypeVar("T")

_held: OrderedDict[str, tuple[str, object]] = OrderedDict()
_lock = Lock()


def lasting(key: str, make: Callable[[], T]) -> T:
    """`make()` once a day for all processes; shared between threads, so what it makes must be immutable."""
    mark = cache.get(f"{key}:mark")
    with _lock:
        found = _held.get(key)
        if found is not None and found[0] == mark:
            _held.move_to_end(key)
            return found[1]
    value = cache.get(key) if mark else None
    if value is None:
        value, mark = make(), uuid4().hex
        cache.set(key, value, _DAY)
        cache.set(f"{key}:mark", mark, _DAY)
    with _lock:
        _held[key] = (mark, value)
        while len(_held) > MOST:
            _held.popitem(last=False)
    return value
