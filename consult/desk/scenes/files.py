"""Drafts, files and opinions."""

import uuid
from datetime import timedelta

from django.utils import timezone

from consult.consultations import actions as files
from consult.consultations import attachment_actions as attachments
from consult.consultations import stages
from consult.consultations.models import Consultation
from consult.consultations.schedules import end_of
from consult.desk.scenes import sources
from consult.desk.scenes.city import City
from consult.documents import actions as documents
from consult.documents.models import Clause, DraftVersion
from consult.forums import actions as forums
from consult.forums.models import Comment

MAIN = "chinh-sach-tri-thuc"


def a_draft(city: City, text: str = MAIN, *, docx: bool = False) -> DraftVersion:
    """A published first version of one of the texts, read by the reader as a text or as a Word file."""
    words = sources.toml("files")[text]
    officer = city["coquan"]
    draft = documents.create_draft(
        officer, agency=city.organisations["so"], title=words["draft"], kind=words["kind"]
    )
    data, name = (sources.docx(text), f"{text}.docx") if docx else (sources.text(text), f"{text}.txt")
    version = documents.upload_version(officer, draft=draft, data=data, name=name, client_key=uuid.uuid4())
    return documents.publish_version(officer, version=version, declared=True)


def a_consultation(
    city: City, text: str = MAIN, *, stage: str = "comment", version=None, days=(30, 45, 60, 75), invited="verified"
) -> Consultation:  # fmt: skip
    """A file on one of the texts, brought to a stage: prepared, comment, meet or compile.

    `days`: the deadlines of comment, meet, compile and answer, counted from today. Later stages need opinions that
    are placed and answered; `results` goes there.
    """
    words = sources.toml("files")[text]
    version = version or a_draft(city, text)
    officer, today = city["coquan"], timezone.localdate()
    dates = {
        kind: (today if kind == "comment" else None, end_of(today + timedelta(days=count)))
        for kind, count in zip(stages.ORDER, days, strict=False)
    }
    consultation = files.create_consultation(
        officer,
        kind=words["consultation"],
        legal_basis=str(stages.LEGAL_BASES[words["consultation"]]),
        agency=city.organisations["so"],
        council=city.organisations[words["council"]],
        version=version,
        title=version.draft.title,
        summary=words["summary"],
        invited=invited,
        levels=["named", "anonymous", "council"],
        stages=dates,
        client_key=uuid.uuid4(),
    )
    for paper in words.get("attachments", ()):
        attach(city, consultation, **paper)
    if stage == "prepared":
        return consultation
    consultation = fresh(files.open_consultation(officer, consultation=consultation))
    for kind in stages.ORDER[1 : stages.ORDER.index(stage) + 1]:
        consultation = move(city, consultation, kind)
    return consultation


def attach(city: City, consultation: Consultation, *, kind: str, title: str, text: str) -> None:
    """A paper beside the draft, as a Word file, by the agency's officer."""
    attachments.add_attachment(
        city["coquan"],
        consultation=consultation,
        kind=kind,
        title=title,
        data=sources.plain_docx(text),
        name=f"{text}.docx",
        declared=True,
        client_key=uuid.uuid4(),
    )


def move(city: City, consultation: Consultation, to: str) -> Consultation:
    """To the next stage, by the council's coordinator."""
    return fresh(files.move_stage(city["dieuphoi"], consultation=consultation, to=to))


def fresh(consultation: Consultation) -> Consultation:
    """The file as the next request would read it, with its book and stages as they are now."""
    return Consultation.objects.select_related("book", "version__draft").get(pk=consultation.pk)


def invite(city: City, consultation: Consultation, experts, *, text: str = MAIN) -> list:
    """Ask experts by the council's coordinator; they answer in the order given, see `answer`."""
    message = sources.toml("files")[text]["invitation"]
    return files.invite(
        city["dieuphoi"],
        consultation=consultation,
        experts=[user.expert for user in experts],
        message=message,
    )


def clause_of(version_id: int, place: str) -> Clause | None:
    """A clause by the end of its path: "dieu-12/khoan-2"; None for the whole draft."""
    if not place:
        return None
    found = [
        clause
        for clause in Clause.objects.filter(version=version_id, path__endswith=place)
        if f"/{clause.path}".endswith(f"/{place}")
    ]
    if len(found) != 1:
        raise LookupError(f"{place}: {len(found)} clauses")
    return found[0]


def comments(city: City, consultation: Consultation, source: str = "comments-main") -> dict[str, Comment]:
    """The opinions of a source with their replies and endorsements: by the source's own id, or by number."""
    made = {}
    for number, words in enumerate(sources.toml(source)["comment"], 1):
        comment = a_comment(city, consultation, words)
        made[words.get("id", str(number))] = comment
    return made


def a_comment(city: City, consultation: Consultation, words: dict) -> Comment:
    """One opinion as a source writes it: by, on, position, criterion, reason, proposed, adds, anonymous."""
    comment = forums.post_comment(
        city[words["by"]],
        consultation=consultation,
        clause=clause_of(consultation.version_id, words.get("on", "")),
        position=words["position"],
        criterion=words.get("criterion", ""),
        reason=words.get("reason", ""),
        proposed=words.get("proposed", ""),
        adds=words.get("adds", ""),
        shown="anonymous" if words.get("anonymous") else "named",
        client_key=uuid.uuid4(),
    )
    for who, reply in words.get("replies", ()):
        forums.post_comment(
            city[who], consultation=consultation, parent=comment, reason=reply, client_key=uuid.uuid4()
        )
    for who in words.get("endorsed_by", ()):
        forums.endorse(city[who], comment=comment)
    for who in words.get("opposed_by", ()):
        forums.take_stance(city[who], comment=comment, stance="disagree")
    return comment
