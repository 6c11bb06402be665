"""The client's half of the protocol in Python, step for step as static/live/room.js does it."""

from dataclasses import dataclass, field


@dataclass
class Reader:
    """One browser. `read(after)` is the feed; frames are what the socket says."""

    read: object
    seq: int = 0
    heard: int = 0
    connected: bool = False
    shown: list = field(default_factory=list)  # what is on the page: (seq, what), in order

    def apply(self, entries) -> None:
        for seq, what in entries:
            if seq <= self.seq:
                continue
            self.shown.append((seq, what))
            self.seq = seq

    def fetch(self) -> None:
        """Read the feed until nothing is left."""
        more = True
        while more:
            entries, last_seq, more = self.read(self.seq)
            self.apply(entries)
            if not more:
                self.seq = max(self.seq, last_seq)

    def frame(self, seq: int) -> None:
        """A nudge, a heartbeat, or the answer to "follow"."""
        self.heard = max(self.heard, seq)
        if self.heard > self.seq:
            self.fetch()


@dataclass
class Writer:
    """One browser that sends: the same key until an answer is certain."""

    post: object
    key: str
    text: str
    answered: bool = False

    def attempt(self, *, answer_lost: bool) -> None:
        self.post(self.key, self.text)
        self.answered = not answer_lost
