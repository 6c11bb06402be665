"""How many people follow a book just now: soft state that nothing depends on, never stored.

Each process tells the others over the channel layer whom it serves; what is not repeated is forgotten.
"""

import time
from collections.abc import Iterator

TTL = 90.0
REPEAT = 30.0


class Presence:
    """People by book, here and in other processes. Lives in the hub's event loop."""

    def __init__(self, process: str):
        self.process = process
        self.here: dict[int, set] = {}  # book -> outlets of this process
        self.elsewhere: dict[int, dict[str, tuple[frozenset, float]]] = {}
        self.changed: set[int] = set()
        self.shown: dict[int, int] = {}
        self.told: dict[int, float] = {}

    def came(self, book_id: int, outlet) -> None:
        self.here.setdefault(book_id, set()).add(outlet)
        self.changed.add(book_id)

    def went(self, book_id: int, outlet) -> None:
        if outlet in self.here.get(book_id, ()):
            self.here[book_id].discard(outlet)
            self.changed.add(book_id)

    def heard(self, book_id: int, process: str, users: list[int]) -> None:
        """Another process says whom it serves."""
        if process != self.process:
            self.elsewhere.setdefault(book_id, {})[process] = (frozenset(users), time.monotonic())

    def _own(self, book_id: int) -> set[int]:
        return {outlet.ticket.user_id for outlet in self.here.get(book_id, ())}

    def count(self, book_id: int) -> int:
        """People, not sockets: a person with three windows in two processes is one."""
        since = time.monotonic() - TTL
        others = self.elsewhere.get(book_id, {})
        for process in [name for name, (_users, at) in others.items() if at < since]:
            del others[process]
        return len(self._own(book_id).union(*(users for users, _at in others.values())))

    def changes(self) -> Iterator[tuple[int, int | None, list[int] | None]]:
        """(book, count if it changed, own people if the others should hear them). Ask once in a while."""
        now = time.monotonic()
        for book_id in list(self.here):
            present = self.count(book_id)
            fresh = present if self.shown.get(book_id) != present else None
            self.shown[book_id] = present
            tell = book_id in self.changed or now - self.told.get(book_id, 0) >= REPEAT
            if tell:
                self.told[book_id] = now
                self.changed.discard(book_id)
            if not self.here[book_id] and not tell:
                for known in (self.here, self.elsewhere, self.shown, self.told):
                    known.pop(book_id, None)
            if fresh is not None or tell:
                yield book_id, fresh, sorted(self._own(book_id)) if tell else None
