"""A file with a person of every side, and what happens in it while somebody's page is open: one row for each live verb."""

from datetime import timedelta
from types import SimpleNamespace

from django.db import transaction
from django.utils import timezone

from consult.consultations import actions as files
from consult.consultations.models import Consultation
from consult.forums import actions as forum
from consult.forums import moderation_actions as moderation
from consult.forums.intake_actions import enter_with_paper, undo_paper
from consult.forums.models import Case, Conduct, Endorsement
from consult.forums.release_actions import release_comment
from consult.forums.revision_actions import edit_comment
from consult.ledger import registry
from consult.ledger.actions import record
from consult.ledger.models import Book
from consult.people.roles import OrganisationKind, Role
from consult.polls import actions as polls
from consult.reports.models import Compilation
from tests import factories as make
from tests.rooms.scenes import key

APPROVING = ("comment.approved", "comment.refused")


def a_scene(verb="", **fields) -> SimpleNamespace:
    """A file, two experts, and a person of every side; for some verbs one whose opinions wait for approval."""
    fields = {"levels": ["named", "anonymous", "council"], **fields}
    file = approving(**fields) if verb in APPROVING else make.a_consultation(**fields)
    verbs = [verb.name for verb in registry.all_verbs() if verb.staged]
    Book.objects.filter(pk=file.book_id).update(open_verbs=verbs)
    file.book.refresh_from_db()
    scene = SimpleNamespace(file=file, author=make.an_expert("Đinh Canary Tác"), expert=make.an_expert())
    scene.clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    scene.other = file.version.clauses.get(citation="khoản 2 Điều 2")
    scene.officer = make.a_member(file.agency, Role.AGENCY_OFFICER)
    scene.coordinator = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    scene.roles = {
        "visitor": None,
        "person": make.a_user(),
        "expert": scene.expert,
        "author": scene.author,
        "officer": scene.officer,
        "signer": make.a_member(file.agency, Role.AGENCY_SIGNER),
        "coordinator": scene.coordinator,
        "member": make.a_member(file.council, Role.COUNCIL_MEMBER),
        "other agency": make.a_member(make.an_organisation(), Role.AGENCY_OFFICER),
        "association": make.a_member(
            make.an_organisation(OrganisationKind.MASS_ASSOCIATION), Role.ASSOCIATION_OFFICER
        ),
    }
    return scene


def approving(**fields):
    """Whether opinions wait for approval is chosen before a file opens."""
    file = make.a_consultation(state="prepared", **fields)
    Conduct.objects.create(consultation=file, premoderated=True)
    Consultation.objects.filter(pk=file.pk).update(state="open")
    return Consultation.objects.select_related("book", "agency", "council", "version").get(pk=file.pk)


def post(scene, user=None, clause=None, **fields):
    words = {"position": "no", "reason": "Thời hạn quá ngắn.", "shown": "anonymous"} | fields
    clause = None if "parent" in fields else clause or scene.clause
    return forum.post_comment(
        user or scene.author, consultation=scene.file, clause=clause, client_key=key(), **words
    )


def a_reply(scene, comment):
    return post(scene, scene.expert, parent=comment, position="", reason="Xin nêu số liệu.")


def endorsed(scene):
    comment = post(scene)
    forum.endorse(scene.expert, comment=comment)
    return comment


def oppose(scene, comment):
    return forum.take_stance(scene.expert, comment=comment, stance=Endorsement.Stance.DISAGREE)


def edit(scene, comment):
    return edit_comment(
        scene.author,
        comment=comment,
        edition=comment.edition,
        position="no",
        reason="Lời mới.",
        client_key=key(),
    )


def entered(scene):
    """An opinion from a letter, entered by a clerk of the council."""
    words = {"clause": scene.clause, "position": "no", "reason": "Thời hạn quá ngắn."}
    day = timezone.localdate()
    facts = {
        "kind": "document", "number": "12/CV-HLG", "issued_on": day, "received_on": day,
        "sender": "Hội Luật gia", "shown": "anonymous",
    }  # fmt: skip
    return enter_with_paper(
        scene.coordinator, consultation=scene.file, scan=None, facts=facts, opinion=words, client_key=key()
    )


def opposed(scene):
    comment = post(scene)
    oppose(scene, comment)
    return comment


def guarded(scene):
    return post(scene, shown="council")


def flag(scene, comment, ground="insult", by=None):
    return moderation.flag_comment(
        by or scene.expert, comment=comment, ground=ground, words="Có lời xúc phạm."
    )


def rule(scene, comment, outcome, by=None, ground=""):
    case = Case.objects.get(comment=comment)
    return moderation.rule_on(
        by or scene.coordinator, case=case, outcome=outcome, ground=ground, reason="Đã xem xét.",
        version=case.version, client_key=key(),
    )  # fmt: skip


def hide(scene, comment, by=None):
    flag(scene, comment, by=by)
    return rule(scene, comment, "hidden", ground="insult")


def hidden(scene):
    comment = post(scene)
    hide(scene, comment)
    return comment


def appealed(scene):
    comment = hidden(scene)
    moderation.appeal(scene.author, comment=comment, words="Câu ấy dẫn nguyên văn báo cáo.")
    return comment


def dismiss(scene, comment):
    head = make.a_member(scene.file.council, Role.COUNCIL_HEAD)
    rule(scene, comment, "upheld", by=head, ground="off_topic")


def a_poll(scene):
    return polls.open_poll(
        scene.coordinator, consultation=scene.file, clause=scene.clause, question="Kéo dài thời hạn?",
        closes_at=timezone.now() + timedelta(days=2), client_key=key(),
    )  # fmt: skip


def recorded(verb: str, target):
    def act(scene, _thing):
        with transaction.atomic():
            record(registry.get(verb), book_id=scene.file.book_id, by=None, target=target(scene))

    return act


def extend(scene, _thing):
    files.extend_stage(
        scene.officer,
        consultation=scene.file,
        closes_at=timezone.now() + timedelta(days=60),
        reason="Thêm thời gian",
    )


# verb: (what is there before the page is loaded, what happens while it is open)
ACTS = {
    "comment.posted": (post, a_reply),
    "comment.withdrawn": (post, lambda s, comment: forum.withdraw_comment(s.author, comment=comment)),
    "comment.entered": (lambda s: None, lambda s, _: entered(s)),
    "comment.edited": (post, edit),
    "comment.endorsed": (post, lambda s, comment: forum.endorse(s.expert, comment=comment)),
    "comment.unendorsed": (endorsed, lambda s, comment: forum.unendorse(s.expert, comment=comment)),
    "comment.opposed": (post, lambda s, comment: oppose(s, comment)),
    "comment.unopposed": (opposed, lambda s, comment: forum.unendorse(s.expert, comment=comment)),
    "comment.released": (
        guarded,
        lambda s, comment: release_comment(
            s.coordinator, comment=comment, reason="Ý kiến bổ ích cho mọi người."
        ),
    ),
    "comment.hidden": (post, hide),
    "comment.suspended": (post, lambda s, comment: flag(s, comment, "secret")),
    "comment.restored": (hidden, lambda s, comment: rule(s, comment, "restored")),
    "comment.approved": (post, lambda s, comment: rule(s, comment, "approved")),
    "comment.refused": (post, lambda s, comment: rule(s, comment, "refused", ground="off_topic")),
    "appeal.dismissed": (appealed, dismiss),
    "paper.undone": (
        lambda s: entered(s),
        lambda s, comment: undo_paper(s.coordinator, paper=comment.paper, reason="Nhập nhầm hồ sơ."),
    ),
    "poll.opened": (lambda s: None, lambda s, _: a_poll(s)),
    "poll.closed": (a_poll, lambda s, poll: polls.close_poll(s.coordinator, poll=poll)),
    "consultation.opened": (lambda s: None, recorded("consultation.opened", lambda s: s.file)),
    "stage.moved": (
        lambda s: None,
        lambda s, _: files.move_stage(s.officer, consultation=s.file, to="compile"),
    ),
    "stage.extended": (lambda s: None, extend),
    "answers.published": (
        lambda s: None,
        recorded("answers.published", lambda s: Compilation.objects.create(consultation=s.file)),
    ),
}
