"""Shapes of the council's decision: who presents what, votes, the signature."""

from consult.reports.deciding_actions import Votes


def seats_of(data, points) -> dict[int, int | None]:
    """By point the seat that presents it; points that the form does not name are left out."""
    found = {}
    for point in points:
        raw = data.get(f"to-{point}")
        if raw is not None:
            found[point] = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 18 else None
    return found


def votes_of(data, points) -> Votes:
    """By point the choice and the differing opinion, None for the report as a whole; what is not chosen is left out."""
    found: Votes = {}
    for point in (*points, None):
        choice, dissent = data.get(f"v-{point or 0}", ""), data.get(f"d-{point or 0}", "")
        if choice:
            found[point] = (choice, dissent)
    return found


def number_in(data, name: str) -> int:
    """A version that a form carries; 0 where it makes no sense."""
    raw = data.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
