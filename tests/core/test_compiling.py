"""Fold, order, suggest: nothing lost, nothing named twice, what is unique stays readable."""

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import vietnamese
from consult.core.compiling import Comment, Point, fold, order, suggest
from consult.core.compiling.folding import LONG, MEDIUM, NEAR, NEAR_LONG, least_likeness
from consult.core.compiling.texts import words_of

ROOT = Path(__file__).resolve().parents[2]
LETTER = (
    "Đề nghị cơ quan chủ trì soạn thảo quy định rõ thời hạn trả lời ý kiến của chuyên gia, nhà khoa học và công khai "
    "kết quả tiếp thu, giải trình trên trang thông tin điện tử của thành phố để mọi người cùng theo dõi"
)
OTHER = (
    "Kinh phí hỗ trợ nhóm nghiên cứu nên được cấp theo kết quả đầu ra, không theo hóa đơn, vì thủ tục hiện nay làm mất "
    "nhiều thời gian của nhà khoa học trẻ ở các trường đại học"
)
WORD = st.sampled_from(
    [
        "không",
        "thời",
        "hạn",
        "trả",
        "lời",
        "ý",
        "kiến",
        "chuyên",
        "gia",
        "đề",
        "nghị",
        "sửa",
        "bỏ",
        "khoản",
        "điều",
        "một",
        "hai",
    ]
)
COMMENT = st.builds(
    Comment,
    id=st.uuids().map(str),
    text=st.one_of(st.lists(WORD, max_size=40).map(" ".join), st.text(max_size=80)),
    clause=st.sampled_from(["", "dieu-1", "dieu-2"]),
)
COMMENTS = st.lists(COMMENT, max_size=25, unique_by=lambda comment: comment.id)


def named(*texts, clause=""):
    return [Comment(str(n), text, clause) for n, text in enumerate(texts)]


def only(groups):
    assert len(groups) == 1, groups
    return groups[0]


@settings(max_examples=60, deadline=None)
@given(COMMENTS)
def test_a_comment_is_in_one_group_at_most_and_its_own_words_are_its_own(comments):
    texts = {comment.id: comment.text for comment in comments}
    groups = fold(comments)
    members = [member for group in groups for member in group.members]
    assert len(members) == len(set(members)) and set(members) <= set(texts)
    for group in groups:
        assert len(group.members) > 1
        for member, own in group.unique.items():
            assert member in group.members
            for part in own.split(" … "):
                assert part in vietnamese.nfc(texts[member])


@settings(max_examples=60, deadline=None)
@given(COMMENTS)
def test_the_order_has_every_comment_once_and_keeps_clauses_together(comments):
    found = order(comments)
    assert sorted(found) == sorted(comment.id for comment in comments)
    clause = {comment.id: comment.clause for comment in comments}
    seen = [clause[one] for one in found]
    changes = sum(a != b for a, b in itertools.pairwise(seen))
    assert changes == max(0, len(set(seen)) - 1)


@settings(max_examples=30, deadline=None)
@given(COMMENTS, st.randoms())
def test_the_groups_do_not_depend_on_the_names(comments, chance):
    """Only the places and words count: other ids give the same groups."""
    renamed = [Comment(f"x{n}", c.text, c.clause) for n, c in enumerate(comments)]
    names = {f"x{n}": c.id for n, c in enumerate(comments)}
    again = [tuple(names[m] for m in group.members) for group in fold(renamed)]
    assert again == [group.members for group in fold(comments)]


def test_copies_differ_in_marks_case_and_punctuation_only():
    copies = named(LETTER, vietnamese.fold(LETTER).upper(), f"  {LETTER}!!! ", OTHER)
    group = only(fold(copies))
    assert (group.kind, group.members, group.unique) == ("duplicate", ("0", "1", "2"), {})


def test_an_addition_to_a_letter_is_shown():
    own = "Riêng tôi đề nghị thêm kênh góp ý qua điện thoại cho người cao tuổi"
    group = only(fold(named(LETTER, LETTER, f"{LETTER}. {own}", OTHER)))
    assert (group.kind, group.members) == ("template", ("0", "1", "2"))
    assert group.unique == {"2": own}


def test_an_addition_that_begins_with_words_of_the_letter_is_shown_whole():
    start = " ".join(LETTER.split()[:4])
    own = f"{start} nhưng xin thêm kênh góp ý qua điện thoại, {start} và xin giữ hạn mười lăm ngày"
    group = only(fold(named(LETTER, LETTER, f"{LETTER}. {own}", OTHER)))
    assert group.unique == {"2": own}


def test_what_several_add_to_a_letter_is_shown_of_each():
    """Two who deny what forty affirm must not vanish in the group because they are two."""
    own = "Riêng tôi đề nghị thêm kênh góp ý qua điện thoại cho người cao tuổi"
    group = only(fold(named(LETTER, LETTER, f"{LETTER}. {own}", f"Kính gửi quý ban. {LETTER}. {own}", OTHER)))
    assert own in group.unique["2"] and own in group.unique["3"] and "Kính gửi quý ban" in group.unique["3"]


def test_a_changed_word_is_near_and_shown():
    group = only(fold(named(LETTER, LETTER.replace("thành phố", "trung ương"), OTHER)))
    assert group.kind == "near"
    assert group.unique == {"0": "thành phố", "1": "trung ương"}


def test_a_short_text_that_denies_is_no_copy():
    agree, deny = (
        "Đồng ý với quy định tại khoản này của dự thảo",
        "Không đồng ý với quy định tại khoản này của dự thảo",
    )
    assert fold(named(agree, deny)) == []
    assert only(fold(named(agree, agree, deny))).members == ("0", "1")


def test_short_copies_about_different_clauses_are_different_opinions():
    texts = [
        Comment("a", "Đồng ý.", "dieu-1"),
        Comment("b", "Đồng ý", "dieu-2"),
        Comment("c", "đồng ý", "dieu-1"),
    ]
    assert only(fold(texts)).members == ("a", "c")
    letters = [Comment("a", LETTER, "dieu-1"), Comment("b", LETTER, "dieu-2")]
    assert only(fold(letters)).members == ("a", "b")


def test_texts_without_words_are_left_alone():
    assert fold(named("", "", "…", "!!!")) == []
    assert order(named("", "", "…")) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("words", "least"),
    [
        (1, NEAR),
        (MEDIUM, NEAR),
        ((MEDIUM + LONG) // 2, (NEAR + NEAR_LONG) / 2),
        (LONG, NEAR_LONG),
        (9999, NEAR_LONG),
    ],
)
def test_a_long_text_must_be_liker(words, least):
    assert least_likeness(words) == pytest.approx(least)


def test_like_stands_beside_like_and_the_lonely_at_the_end():
    chance = random.Random(3)
    words = [LETTER.split(), OTHER.split()]
    texts = [" ".join(chance.sample(words[n % 2], 18)) for n in range(20)]
    texts.insert(7, "Cổng trông hơi cũ")
    found = order(named(*texts))
    assert found[-1] == "7"
    kinds = [(int(one) - (int(one) > 7)) % 2 for one in found[:-1]]
    assert sum(a != b for a, b in itertools.pairwise(kinds)) == 1


def test_many_texts_are_parted_before_they_are_linked():
    chance = random.Random(4)
    texts = [" ".join(chance.choices(LETTER.split() + OTHER.split(), k=12)) for _ in range(2_000)]
    found = order(named(*texts))
    assert len(found) == 2_000 and len(set(found)) == 2_000


POINTS = [
    Point("han", "Thời hạn trả lời ý kiến còn ngắn"),
    Point("tien", "Kinh phí hỗ trợ nghiên cứu", "hóa đơn, thủ tục"),
]


def test_the_point_that_says_the_same_comes_first():
    found = dict(suggest(named(LETTER, OTHER), POINTS))
    assert next(s.point for s in found["0"]) == "han" and next(s.point for s in found["1"]) == "tien"
    assert all(a.score >= b.score > 0 for found in found.values() for a, b in itertools.pairwise(found))


def test_nothing_in_common_gets_no_suggestion():
    assert dict(suggest(named("xyz qqq"), POINTS)) == {"0": []}
    assert dict(suggest(named("", "…"), [Point("p", "")])) == {"0": [], "1": []}
    assert suggest(named(LETTER), []) == [("0", [])]
    assert len(dict(suggest(named(LETTER), POINTS, most=1))["0"]) == 1


def test_equal_points_share_a_score():
    twice = [Point("a", "Thời hạn"), Point("b", "Thời hạn"), Point("c", "Kinh phí")]
    found = dict(suggest(named("thời hạn quá ngắn", "kinh phí"), twice))["0"]
    assert [s.point for s in found[:2]] == ["a", "b"] and found[0].score == found[1].score


def test_words_stand_where_they_are_written():
    text = words_of("Hòa bình, ĐỘC lập…")
    assert text.folded == ("hoa", "binh", "doc", "lap")
    assert [text.text[a:b] for a, b in text.spans] == ["Hòa", "bình", "ĐỘC", "lập"]


# --- from outside ----------------------------------------------------------------------------------------


def called(*arguments, given):
    return subprocess.run(
        [sys.executable, "-m", "consult.core.compiling", *arguments],
        cwd=ROOT,
        input=given.encode(),
        capture_output=True,
    )


def lines(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def test_the_commands_read_and_write_json_lines(tmp_path):
    given = lines(
        {"id": 1, "text": LETTER},
        {"id": "2", "text": LETTER.upper()},
        {"id": "3", "text": OTHER, "clause": "d"},
    )
    folded = called("fold", given=given)
    assert json.loads(folded.stdout) == {"kind": "duplicate", "members": [1, "2"], "unique": {}}
    ordered = called("order", given=f"\ufeff{given}\n\n")
    assert ordered.stdout.decode().splitlines() == ["1", "2", "3"]
    points = tmp_path / "points.jsonl"
    points.write_text(lines({"id": "tien", "title": "Kinh phí hỗ trợ"}), encoding="utf-8")
    suggested = [
        json.loads(line)
        for line in called("suggest", "--points", str(points), given=given).stdout.splitlines()
    ]
    assert [row["id"] for row in suggested] == [1, "2", "3"]
    assert suggested[2]["suggestions"][0]["point"] == "tien"


@pytest.mark.parametrize(
    "given",
    [
        "{",
        "[]",
        "7",
        '{"id": 1}',
        '{"text": "a"}',
        '{"id": "1", "text": 5}',
        '{"id": "1\\n2", "text": "a"}',
        '{"id":"1","text":"a"}\n{"id":"1","text":"b"}',
    ],
)
def test_a_bad_line_is_named_in_one_sentence(given):
    done = called("fold", given=given)
    assert done.returncode == 2 and done.stdout == b""
    said = done.stderr.decode().strip()
    assert said.startswith("Dòng ") and "\n" not in said


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    assert called("suggest", "--points", str(tmp_path / "x"), given="").returncode == 2
    assert (
        b"UTF-8"
        in subprocess.run(
            [sys.executable, "-m", "consult.core.compiling", "fold"],
            cwd=ROOT,
            input=b"\xff\xfe\x00",
            capture_output=True,
        ).stderr
    )
