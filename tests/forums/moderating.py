"""What the tests of moderation share: a file, its people, and short ways to the acts."""

import uuid

from consult.forums import actions
from consult.forums import moderation_actions as acts
from consult.forums.models import Case
from consult.people.roles import Role
from tests import factories as make

SECRET_WORDS = "Canary bí mật 7F3A"


class Place:
    """A file with two moderators, an officer of the agency, an author and a reader."""

    def __init__(self, **fields):
        self.file = make.a_consultation(**fields)
        self.first = make.a_member(self.file.council, Role.COUNCIL_COORDINATOR, "Điều Phối Một")
        self.second = make.a_member(self.file.council, Role.COUNCIL_HEAD, "Chủ Nhiệm Hai")
        self.agency = make.a_member(self.file.agency, Role.AGENCY_OFFICER, "Cán Bộ Cơ Quan")
        self.author = make.an_expert("Tác Giả Ẩn")
        self.reader = make.an_expert("Người Báo Cáo")

    @property
    def clause(self):
        return self.file.version.clauses.get(citation="khoản 1 Điều 3")

    def comment(self, user=None, **given):
        given = {"position": "no", "reason": SECRET_WORDS, "shown": "named", "clause": self.clause, **given}
        if given.get("parent"):
            given |= {"position": "", "clause": None}
        return actions.post_comment(
            user or self.author, consultation=self.file, client_key=uuid.uuid4(), **given
        )

    def flagged(self, comment=None, ground="insult", user=None, words="Có lời xúc phạm."):
        comment = comment or self.comment()
        return acts.flag_comment(user or self.reader, comment=comment, ground=ground, words=words)

    def rule(self, case, outcome, by=None, ground="", reason="Có lời xúc phạm ở câu đầu.", **given):
        case = Case.objects.get(pk=case.pk)
        given = {"version": case.version, "client_key": uuid.uuid4(), **given}
        return acts.rule_on(
            by or self.first, case=case, outcome=outcome, ground=ground, reason=reason, **given
        )

    def hidden(self, comment=None, **given):
        """A comment that was flagged and hidden; gives the ruling."""
        flag = self.flagged(comment)
        return self.rule(flag.case, "hidden", ground="insult", **given)

    def appealed(self, comment=None):
        ruling = self.hidden(comment)
        acts.appeal(self.author, comment=ruling.case.comment, words="Câu ấy dẫn nguyên văn báo cáo.")
        return Case.objects.get(pk=ruling.case_id)
