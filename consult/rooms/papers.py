"""The minutes of a room as a document. Pure reading; the layout is that of consult.core.papers."""

from django.utils import timezone

from consult.core import papers
from consult.core.vietnamese import VIETNAM
from consult.rooms.minutes import record_of
from consult.rooms.models import Room


def minutes_docx(room: Room) -> bytes:
    """Biên bản as a Word file: of the record up to now, or of the whole room once it is closed."""
    return papers.minutes_docx(minutes_paper(room))


def minutes_name(room: Room) -> str:
    return f"bien-ban-{room.book.code.lower()}.docx"


def minutes_paper(room: Room) -> papers.MinutesPaper:
    """Everything that the printed minutes say; the words around it belong to the form, always Vietnamese."""
    room.book.refresh_from_db()
    record, council = record_of(room), room.consultation.council
    started = room.opened_at or room.starts_at
    return papers.MinutesPaper(
        letterhead=papers.Letterhead(
            parent=council.parent.official_name if council.parent_id else "",
            issuer=council.official_name,
            number_symbol=f"BB-{council.doc_symbol}" if council.doc_symbol else "BB",
            place=council.place_name,
            date=timezone.localtime(room.closed_at).date() if room.closed_at else None,
        ),
        meeting=room.title,
        started=started.astimezone(VIETNAM),
        ended=room.closed_at.astimezone(VIETNAM) if room.closed_at else None,
        place="Phòng thảo luận trực tuyến của hồ sơ " + room.consultation.code,
        form="Trực tuyến",
        present=len(record.attendees),
        attendees=record.attendees,
        chair=str(room.chair),
        secretary=str(room.secretary),
        agenda=tuple(papers.Agenda(part.heading, part.lines) for part in record.parts),
        votes=tuple(papers.Tally(vote.question, vote.counts) for vote in record.votes),
        conclusion=room.conclusion,
        recipients=(room.consultation.agency.official_name, council.official_name, "Lưu: VT."),
        snapshot_hash=room.book.head,
    )
