import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.forums import actions, authors, carried, selectors, threads
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def post(file, user=None, **given):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    given = {"clause": clause, "position": "no", "reason": "Không đủ.", "client_key": uuid.uuid4(), **given}
    if "parent" in given:
        given["position"] = ""
    return actions.post_comment(user or make.an_expert(), consultation=file, **given)


@pytest.mark.parametrize("shown", ["named", "anonymous"])
def test_how_an_author_appears_to_each(file, shown):
    comment = post(file, make.an_expert("Phạm Văn Canary"), shown=shown)
    viewers = {
        "visitor": AnonymousUser(),
        "expert": make.an_expert(),
        "agency": make.a_member(file.agency, Role.AGENCY_OFFICER),
        "council": make.a_member(file.council, Role.COUNCIL_COORDINATOR),
        "author": comment.voice.person,
    }
    for name, viewer in viewers.items():
        seen = authors.author_of(comment, viewer)
        if shown == "named" or name == "council":
            assert seen.label == "TS. Phạm Văn Canary", name
            assert (seen.kind, seen.initials) == ("named", "PC")
        else:
            assert (seen.kind, seen.label, seen.initials) == ("sealed", comment.voice.descriptor, ""), name
            assert "Canary" not in repr(seen)
    assert "ẩn danh" in authors.author_of(comment, viewers["council"]).detail or shown == "named"


def test_threads_are_drawn_in_their_order_and_flat_after_three(file):
    first, other = post(file), post(file)
    last = first
    for _n in range(5):
        last = post(file, parent=last)
    branch = post(file, parent=first)
    rows = threads.threads(AnonymousUser(), file, first.clause_id).rows
    assert [row.depth for row in rows] == [0, 1, 2, 3, 3, 3, 1, 0]
    assert [rows[0].id, rows[5].id, rows[6].id, rows[7].id] == [first.pk, last.pk, branch.pk, other.pk]
    opened = sum(1 for row in rows if not row.opens)
    closed = "".join(row.closes for row in rows)
    assert (closed.count("</div>"), closed.count("</article>")) == (opened, 2)


def test_pages_of_threads_show_each_once(file):
    ids = [post(file).pk for _n in range(7)]
    seen, after = [], 0
    while after is not None:
        found = threads.threads(AnonymousUser(), file, file.comments.first().clause_id, after=after, size=3)
        seen += [row.id for row in found.rows]
        after = found.more
    assert seen == ids


def test_one_query_for_three_and_for_thirty(file, django_assert_num_queries):
    reader = make.an_expert()
    for size in (3, 30):
        for _n in range(size):
            root = post(file)
            actions.endorse(make.an_expert(), comment=root)
            post(file, parent=root)
        reader.__dict__.pop("_held", None)
        with django_assert_num_queries(2):  # roles, threads
            rows = threads.threads(reader, file, root.clause_id).rows
    assert len(rows) == 40
    assert rows[0].endorsed == 1


def test_counts_leave_out_replies_and_what_was_withdrawn(file):
    root, gone = post(file), post(file)
    post(file, parent=root)
    post(file, position="yes")
    actions.withdraw_comment(gone.voice.person, comment=gone)
    counts = carried.counts(AnonymousUser(), file, file.version)
    assert counts.by_clause[root.clause_id] == {"no": 1, "yes": 1}
    assert counts.lost == 0


def test_the_proposed_wording_is_compared_with_the_clause(file):
    post(file, proposed="Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn 15 ngày. <script>")
    row = threads.threads(AnonymousUser(), file, file.comments.first().clause_id).rows[0]
    assert "<del>07 ngày.</del><ins>15 ngày. &lt;script&gt;</ins>" in row.redline
    assert "<script>" not in row.redline
    assert row.proposed == ""


def test_a_voice_that_leads_to_nobody_is_shown_and_counted(file):
    """Unlinkable voices come later; nothing here may need the person behind one."""
    from consult.consultations.models import Voice

    comment = post(file)
    voice = Voice.objects.create(
        consultation=file, kind="unlinkable", label="Chuyên gia", descriptor="Chuyên gia đã xác thực"
    )
    type(comment).objects.filter(pk=comment.pk).update(voice=voice)
    reader = make.an_expert()
    row = threads.threads(reader, file, comment.clause_id).rows[0]
    assert not row.mine
    comment = selectors.comment_or_404(reader, file, comment.pk)
    assert authors.author_of(comment, reader).label == "Chuyên gia đã xác thực"
    actions.endorse(reader, comment=comment)
