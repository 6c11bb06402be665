"""The collective opinion as frozen data, and the words in which it enters the file. In Vietnamese whoever files.

Nothing of what members said inside is here: only the lines, the numbers of the votes, and statements whose authors
attached them. Ballots of fewer than five are not told in numbers.
"""

import hashlib
from collections import Counter

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consult.core import opinion, trust, vietnamese
from consult.rounds.models import Dissent, Line, LineBallot, Round, RoundComment

CHOICES = LineBallot.Choice
HUES = {"agree": "la", "amend": "nghe", "disagree": "son", "abstain": "chi"}


def votes_of(line: Line, counts: Counter, asked: int) -> dict | None:
    """The vote on the line's present words: None where none was taken; counts left out where they are too few."""
    if line.voting_at is None:
        return None
    cast = sum(counts.values())
    told = (
        {choice.value: counts.get(choice.value, 0) for choice in CHOICES} if cast >= opinion.LEAST else None
    )
    return {
        "asked": asked,
        "cast": cast if told else None,
        "counts": told,
        "quorum": reached(cast, asked, line.round),
    }


def reached(cast: int, asked: int, round: Round) -> bool:
    """Whether enough of the members asked voted; whole numbers, so that 50 of 100 is half and not less."""
    return cast > 0 and cast * 100 >= round.quorum * asked


@translation.override("vi")
def build(round: Round) -> dict:
    """Everything that the filed opinion says. The same number of queries whatever the number of lines."""
    lines = list(round.lines.filter(state=Line.State.DRAFT).select_related("clause"))
    counts, asked = ballots(round), voters(round)
    dissents: dict[int | None, list[dict]] = {}
    for row in round.dissents.filter(state=Dissent.State.ATTACHED).select_related("seat"):
        said = {"text": row.text, "who": row.seat.label if row.named else ""}
        dissents.setdefault(row.line_id, []).append(said)
    for said in dissents.values():  # in the order of words: the order of arrival could tell who wrote what
        said.sort(key=lambda one: (vietnamese.fold(one["text"]), one["who"]))
    cited = Counter(Line.cites.through.objects.filter(line__in=lines).values_list("line_id", flat=True))
    file, office = round.consultation, round.organisation
    return {
        "code": file.code,
        "title": file.title,
        "version": file.version.number,
        "agency": file.agency.official_name,
        "council": file.council.official_name,
        "association": office.official_name,
        "parent": office.parent.official_name if office.parent_id else "",
        "symbol": office.doc_symbol,
        "place": office.place_name,
        "opened_on": timezone.localdate(round.opened_at).isoformat(),
        "closed_on": timezone.localdate(round.closes_at).isoformat(),
        "asked": asked,
        "took_part": took_part(round),
        "said": round.comments.filter(parent=None, state=RoundComment.State.POSTED).count(),
        "quorum": round.quorum,
        "cover": round.cover,
        "dissents": dissents.get(None, []),
        "lines": [
            {
                "id": line.pk,
                "citation": line.clause.citation if line.clause else "",
                "position": line.position,
                "reason": line.reason,
                "proposed": line.proposed,
                "quote": line.quote,
                "cites": cited.get(line.pk, 0),
                "votes": votes_of(_with(line, round), counts.get(line.pk, Counter()), asked),
                "dissents": dissents.get(line.pk, []),
            }
            for line in lines
        ],
    }


def _with(line: Line, round: Round) -> Line:
    line.round = round
    return line


def ballots(round: Round) -> dict[int, Counter]:
    """Counts per line and choice, of ballots on the present words only; one query."""
    found: dict[int, Counter] = {}
    rows = LineBallot.objects.filter(line__round=round).values_list(
        "line_id", "line__version", "version", "choice"
    )
    for line, now, version, choice in rows:
        if now == version:
            found.setdefault(line, Counter())[choice] += 1
    return found


def voters(round: Round) -> int:
    """How many members with a vote were asked."""
    return round.seats.filter(votes=True).count()


def took_part(round: Round) -> int:
    """How many different members with a vote said or voted something."""
    said = RoundComment.objects.filter(round=round, seat__votes=True).values("seat")
    voted = LineBallot.objects.filter(line__round=round).values("seat")
    return said.union(voted).count()


def digest(data: dict) -> str:
    return hashlib.sha256(trust.canonical(data)).hexdigest()


# --- the words of the comments in the file -----------------------------------------------------------------


@translation.override("vi")
def line_words(line: dict) -> str:
    """Reasons of a line with its vote and the dissent attached, as the reason of the comment in the file."""
    return "\n\n".join(
        filter(None, [line["reason"], vote_words(line["votes"]), dissent_words(line["dissents"])])
    )


@translation.override("vi")
def cover_words(data: dict) -> str:
    """The covering note, how the opinion came about, and dissent from the whole."""
    how = _(
        "Ý kiến tập thể của %(association)s, lấy ý kiến nội bộ từ ngày %(start)s đến ngày %(end)s; "
        "%(took_part)s trên %(asked)s hội viên được hỏi đã tham gia; %(lines)s nội dung góp ý."
    ) % {
        "association": data["association"],
        "start": _day(data["opened_on"]),
        "end": _day(data["closed_on"]),
        "took_part": data["took_part"],
        "asked": data["asked"],
        "lines": len(data["lines"]),
    }
    return "\n\n".join(filter(None, [data["cover"], how, dissent_words(data["dissents"])]))


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def vote_words(votes: dict | None) -> str:
    """The vote in one sentence; the same in comment, page and paper."""
    if votes is None:
        return _("Nội dung này không lấy biểu quyết trong hội.")
    if votes["counts"] is None:
        counted = _("Kết quả biểu quyết trong hội: dưới 5 phiếu nên không nêu số phiếu.")
    else:
        counts = votes["counts"]
        counted = _(
            "Kết quả biểu quyết trong hội: %(cast)s trên %(asked)s hội viên bỏ phiếu; %(agree)s tán thành, "
            "%(amend)s tán thành có sửa đổi, %(disagree)s không tán thành, %(abstain)s không biểu quyết."
        ) % {"cast": votes["cast"], "asked": votes["asked"], **counts}
    if votes["quorum"]:
        return counted
    return _("%(counted)s Chưa đủ tỷ lệ tham gia biểu quyết tối thiểu.") % {"counted": counted}


def vote_bar(counts) -> tuple[tuple[str, str, int], ...]:
    """Hue, words and number of each choice, as components/bar.html draws them."""
    return tuple((HUES[choice.value], str(choice.label), counts.get(choice.value, 0)) for choice in CHOICES)


def dissent_words(dissents: list[dict]) -> str:
    """Statements as quotations, each under the name that its author chose."""
    if not dissents:
        return ""
    parts = [_("**Ý kiến khác trong hội (%(number)s):**") % {"number": len(dissents)}]
    parts += [
        "\n".join([*(f"> {row}".rstrip() for row in one["text"].splitlines()), ">", f"> ({who_words(one)})"])
        for one in dissents
    ]
    return "\n\n".join(parts)


def who_words(dissent: dict) -> str:
    return dissent["who"] or _("hội viên không nêu tên")
