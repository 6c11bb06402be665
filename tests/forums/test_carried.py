"""Comments of the first version on the second: at the clause that theirs became, or listed without a place."""

import random
import re
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.documents import actions as documents
from consult.documents import carrying
from consult.documents.models import ClauseLink
from consult.forums import carried, selectors, threads
from consult.forums.models import Comment
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
TEXT = make.TEXT


@pytest.fixture
def file():
    return make.a_consultation(version=published(TEXT))


def published(text, draft=None, officer=None):
    """A version through the real actions, so that it is linked with the one before."""
    if draft is None:
        agency = make.an_organisation()
        officer = make.a_member(agency, Role.AGENCY_OFFICER)
        draft = documents.create_draft(officer, agency=agency, title="Nghị quyết", kind="resolution")
    officer = officer or draft.created_by
    version = documents.upload_version(
        officer, draft=draft, data=text.encode(), name="a.txt", client_key=uuid.uuid4()
    )
    return documents.publish_version(officer, version=version, declared=True)


def comment(file, citation="khoản 1 Điều 3", **given):
    """Straight into the table: what is measured here is reading."""
    clause = file.version.clauses.get(citation=citation) if isinstance(citation, str) else citation
    voice = given.pop("voice", None) or make.a_voice(file)
    return Comment.objects.create(
        consultation=file, version=file.version, clause=clause, voice=voice, shown="named", position="no",
        reason="Không đủ.", reason_html="<p>Không đủ.</p>", quote=selectors.words_of(clause), **given,
    )  # fmt: skip


def shown_at(file, version, citation):
    clause = version.clauses.get(citation=citation)
    rows = threads.threads(VISITOR, file, clause.pk, version=version, words=selectors.words_of(clause)).rows
    return {row.id: row for row in rows}


def test_a_comment_stands_at_the_clause_that_its_own_became(file):
    said = comment(file)
    second = published(TEXT.replace("07 ngày", "15 ngày"), file.draft)
    row = shown_at(file, second, "khoản 1 Điều 3")[said.pk]
    assert "khoản 1 Điều 3" in row.before.words
    assert "câu chữ đã đổi" in row.before.words
    assert "07 ngày" in row.before.old
    assert "15 ngày" in row.before.new
    assert "<del>07</del><ins>15</ins>" in row.before.redline
    said.refresh_from_db()
    assert (said.version_id, said.clause.version_id) == (file.version_id, file.version_id)


def test_unchanged_words_are_said_to_be_unchanged_and_a_new_number_is_followed(file):
    said = comment(file, "khoản 2 Điều 2")
    second = published(TEXT.replace("Điều 2.", "Điều 2. Giải thích từ ngữ\nTrí thức là người có học vấn cao.\nĐiều 3.")
                       .replace("Điều 3. Đặt hàng", "Điều 4. Đặt hàng"), file.draft)  # fmt: skip
    row = shown_at(file, second, "khoản 2 Điều 3")[said.pk]
    assert "khoản 2 Điều 2, Dự thảo 1" in row.before.words
    assert "giữ nguyên" in row.before.words
    assert row.before.old == ""


def test_a_comment_whose_clause_is_gone_is_listed_with_its_words(file, client):
    said = comment(file, "điểm b khoản 2 Điều 3")
    second = published(TEXT.replace("b) Tính khả thi của phương án.", ""), file.draft)
    url = reverse("comments_without_place", args=[file.code, 2])
    page = client.get(url).content.decode()
    assert f'id="y-{said.pk}"' in page
    assert "Tính khả thi của phương án." in page
    assert "Không còn trong bản này" in page
    assert carried.counts(None, file, second).lost == 1
    room = client.get(reverse("reading_version", args=[file.code, 2])).content.decode()
    assert url in room
    assert "mới hơn bản đang lấy ý kiến" in room
    assert client.get(reverse("comments_without_place", args=[file.code, 3])).status_code == 404


def test_nothing_is_carried_backwards(file):
    first = file.version
    second = published(TEXT.replace("07 ngày", "15 ngày"), file.draft)
    file.version = second
    file.save(update_fields=["version"])
    new, general = comment(file), comment(file, None)
    assert new.pk in shown_at(file, second, "khoản 1 Điều 3")
    assert shown_at(file, second, "khoản 1 Điều 3")[new.pk].before is None
    assert shown_at(file, first, "khoản 1 Điều 3") == {}
    assert carried.counts(None, file, first).by_clause == {}
    assert carried.counts(None, file, second).by_clause[None] == {"no": 1}
    assert [row.id for row in threads.threads(VISITOR, file, None, version=second).rows] == [general.pk]


def test_three_versions_are_followed_one_after_the_other(file):
    said = comment(file)
    published(TEXT.replace("07 ngày", "15 ngày"), file.draft)
    third = published(TEXT.replace("07 ngày", "20 ngày làm việc"), file.draft)
    row = shown_at(file, third, "khoản 1 Điều 3")[said.pk]
    assert "07 ngày" in row.before.old
    assert "20 ngày" in row.before.new


def test_a_split_clause_stands_once_where_the_most_of_it_went(file):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    second = published(TEXT.replace("07 ngày", "15 ngày"), file.draft)
    parts = [second.clauses.get(citation=f"khoản {n} Điều 3") for n in (2, 1)]
    ClauseLink.objects.filter(old=clause).delete()
    for part, score in zip(parts, (0.4, 0.6), strict=True):
        ClauseLink.objects.create(
            old_version=file.version, new_version=second, old=clause, new=part, kind="split", score=score
        )
    assert carrying.places(second)[clause.pk] == carrying.Place(parts[1].pk, "split")


def test_reading_costs_the_same_for_3_and_30_carried_comments(file, client, django_assert_max_num_queries):
    second = published(TEXT.replace("07 ngày", "15 ngày"), file.draft)
    voice = make.a_voice(file)
    url = reverse("reading_version", args=[file.code, 2])
    clause = second.clauses.get(citation="khoản 1 Điều 3")
    costs = []
    for more in (3, 27):
        for _n in range(more):
            comment(file, voice=voice)
        for kept in caches.all(initialized_only=True):
            kept.clear()
        with django_assert_max_num_queries(12):
            client.get(url, {"clause": clause.pk})
        with django_assert_max_num_queries(12) as counted:
            page = client.get(url, {"clause": clause.pk}).content.decode()
        costs.append(len(counted.captured_queries))
    assert costs[0] == costs[1]
    assert page.count('class="carried"') == threads.PER_PANEL


# --- none is lost, whatever happens to the text ------------------------------------------------------------


def edited(text: str, seed: int, acts: int) -> str:
    """The text after some edits of the kinds that drafts suffer."""
    chance = random.Random(seed)
    lines = text.splitlines()
    for _act in range(acts):
        at = chance.randrange(len(lines))
        kind = chance.choice(("drop", "words", "swap", "insert", "join", "cut", "renumber"))
        if kind == "drop" and len(lines) > 3:
            del lines[at]
        elif kind == "words":
            words = lines[at].split()
            words[chance.randrange(len(words))] = chance.choice(("thành phố", "15 ngày", "có thể", "phải"))
            lines[at] = " ".join(words)
        elif kind == "swap":
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "insert":
            lines.insert(
                at,
                chance.choice(("3. Nội dung khác của nghị quyết này.", "Điều 9. Điều mới", "c) Điểm mới;")),
            )
        elif kind == "join" and at:
            lines[at - 1 : at + 1] = [f"{lines[at - 1]} {lines[at]}"]
        elif kind == "cut":
            middle = lines[at].find(" ", len(lines[at]) // 2)
            lines[at : at + 1] = [part for part in (lines[at][:middle], lines[at][middle:].strip()) if part]
        else:
            lines[at] = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), lines[at])
    return "\n".join(lines)


def everything_shown(file, version) -> list[int]:
    """Numbers of all comments that the pages of a version show: at its clauses, on the whole draft, without a place."""
    places = [None, *version.clauses.values_list("pk", flat=True)]
    found = [threads.threads(VISITOR, file, place, version=version).rows for place in places]
    found.append(threads.threads_without_place(VISITOR, file, version).rows)
    return sorted(row.id for rows in found for row in rows)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), acts=st.integers(1, 12), later=st.integers(0, 2))
def test_no_comment_is_lost_by_any_edit(seed, acts, later):
    with transaction.atomic():
        file = make.a_consultation(version=published(TEXT))
        voice = make.a_voice(file)
        said = [comment(file, clause, voice=voice).pk for clause in file.version.clauses.all()]
        said.append(comment(file, None, voice=voice).pk)
        second = published(edited(TEXT, seed, acts), file.draft)
        file.version = second
        file.save(update_fields=["version"])
        said += [comment(file, clause, voice=voice).pk for clause in second.clauses.all()[:later]]
        assert everything_shown(file, second) == sorted(said)
        counts = carried.counts(None, file, second)
        assert sum(sum(by.values()) for by in counts.by_clause.values()) + counts.lost == len(said)
        transaction.set_rollback(True)
