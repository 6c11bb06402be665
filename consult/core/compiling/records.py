"""What goes in: comments and points, as plain records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Comment:
    """One opinion; `clause` names what it is about ("" for the whole text)."""

    id: str
    text: str
    clause: str = ""


@dataclass(frozen=True)
class Point:
    """What several opinions say, in one neutral sentence, with an explanation if there is one."""

    id: str
    title: str
    text: str = ""

    @property
    def words(self) -> str:
        return f"{self.title} {self.text}".strip()
