"""The question to a language model and the reading of its answer: nothing cut, nothing unsent, nothing untrue, no crash."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult.core.compiling import asking
from consult.core.compiling.asking import Opinion
from consult.core.compiling.quoting import find
from consult.core.compiling.sourcing import SENTENCES

LENGTHS = st.sampled_from([0, 0, 1, 9, 700, 20_000, 59_999, 60_000, 60_001])
OPINION = st.builds(Opinion, reason=st.text(max_size=60), proposed=st.text(max_size=30))
LONG = st.builds(lambda n, m: Opinion("a" * n, "b" * m), LENGTHS, LENGTHS)
OPINIONS = st.lists(OPINION, max_size=8)
# Names as the question has them, and names that it does not have; lone surrogates too, as JSON may spell them.
NAMES = st.sampled_from(["y1", "y2", "y3", "y4", "y99", "", "Y1", "\ud800"])
WORDS = st.one_of(st.text(st.characters(), max_size=20), NAMES)
GROUP = st.fixed_dictionaries(
    {},
    optional={
        "title": st.one_of(WORDS, st.none(), st.integers()),
        "ids": st.one_of(st.lists(st.one_of(NAMES, st.booleans(), st.none()), max_size=5), WORDS),
        "quotes": st.lists(
            st.one_of(st.fixed_dictionaries({"id": NAMES, "quote": WORDS}), WORDS, st.none()), max_size=4
        ),
    },
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)
ANSWER = st.one_of(JSON, st.fixed_dictionaries({"groups": st.lists(st.one_of(GROUP, JSON), max_size=6)}))


def completion(content) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def length(one: Opinion) -> int:
    return sum(map(len, one.parts))


# --- the question ----------------------------------------------------------------------------------------


@given(st.lists(LONG, max_size=12))
def test_what_fits_is_whole_in_order_and_as_much_as_goes_in(opinions):
    places = asking.fitting(opinions)
    assert places == sorted(set(places))
    assert all(opinions[place].parts for place in places)
    assert sum(length(opinions[place]) for place in places) <= asking.LETTERS
    for place, one in enumerate(opinions):
        before = sum(length(opinions[other]) for other in places if other < place)
        if one.parts and place not in places:
            assert before + length(one) > asking.LETTERS


@given(st.integers(0, 200))
def test_no_more_than_so_many_go_into_one_question(count):
    places = asking.fitting([Opinion("Quá ngắn.")] * count)
    assert places == list(range(min(count, asking.OPINIONS)))


@given(st.text(max_size=20), st.text(max_size=40), OPINIONS)
def test_a_question_holds_the_words_under_names_of_its_own_and_nothing_else(place, draft, opinions):
    body = asking.question("m-1", place=place, draft=draft, opinions=opinions)
    assert body == asking.question("m-1", place=place, draft=draft, opinions=list(opinions))
    sent = json.loads(body)
    system, user = sent["messages"]
    assert (system["role"], system["content"], user["role"]) == ("system", asking.TASK, "user")
    assert set(sent) == {"model", "temperature", "stream", "response_format", "messages"}
    data = json.loads(user["content"])
    assert data == {
        "dieu_khoan": place,
        "noi_dung_du_thao": draft,
        "y_kien": [
            {"id": f"y{n}", "ly_do": one.reason, "de_nghi_sua_thanh": one.proposed}
            for n, one in enumerate(opinions, 1)
        ],
    }
    assert len({one["id"] for one in data["y_kien"]}) == len(opinions)


def test_only_the_draft_is_cut():
    draft = "đ" * (asking.DRAFT_LETTERS + 5)
    body = asking.question("m-1", place="", draft=draft, opinions=[Opinion("a" * asking.LETTERS)])
    data = json.loads(json.loads(body)["messages"][1]["content"])
    assert data["noi_dung_du_thao"] == draft[: asking.DRAFT_LETTERS]
    assert len(data["y_kien"][0]["ly_do"]) == asking.LETTERS


@given(OPINIONS, st.lists(st.integers(0, 7), max_size=2))
def test_other_words_have_another_digest(opinions, places):
    body = asking.question("m-1", place="", draft="", opinions=opinions)
    changed = list(opinions)
    for place in places:
        if place < len(changed):
            changed[place] = Opinion(changed[place].reason + ".", changed[place].proposed)
    other = asking.question("m-1", place="", draft="", opinions=changed)
    assert (asking.digest(body) == asking.digest(other)) == (changed == opinions)


# --- the answer ------------------------------------------------------------------------------------------


@given(JSON, st.sampled_from(["{}", "```{}```", "```json\n{}\n```", "  {}\n"]))
def test_what_the_model_wrote_comes_out_of_its_packaging(answer, packaging):
    assert asking.answered(completion(packaging.replace("{}", json.dumps(answer)))) == answer


@given(
    st.one_of(
        st.binary(max_size=60), JSON.map(lambda one: json.dumps(one).encode()), st.text().map(completion)
    )
)
def test_whatever_comes_back_is_read_or_called_unreadable(body):
    try:
        asking.answered(body)
    except asking.Unreadable:
        return
    content = json.loads(body)["choices"][0]["message"]["content"]
    assert isinstance(content, str)


@pytest.mark.parametrize("content", ["[" * 100_000, "```" + "[" * 100_000 + "```", "1" * 10_000, None, 7, []])
def test_what_would_break_a_reader_is_unreadable(content):
    with pytest.raises(asking.Unreadable):
        asking.answered(completion(content))


@given(st.lists(OPINION, min_size=1, max_size=4), ANSWER)
@example([Opinion("Quá ngắn.")], {"groups": [{"title": "Hạn", "ids": ["\ud800\x00"]}]})
def test_only_what_is_true_of_the_opinions_sent_comes_through(opinions, answer):
    sent = {asking.name_of(n): one for n, one in enumerate(opinions)}
    try:
        good, bad = asking.read(answer, sent)
    except asking.Unreadable:
        groups = answer.get("groups") if isinstance(answer, dict) else None
        assert not isinstance(groups, list) or len(groups) > 60
        return
    assert len(good) + len(bad) == len(answer["groups"])
    for one in good:
        assert one.title and one.title == " ".join(one.title.split())
        assert one.ids and set(one.ids) <= set(sent) and len(set(one.ids)) == len(one.ids)
        assert len(set(one.quotes)) == len(one.quotes)
        for name, words in one.quotes:
            assert name in one.ids
            assert any(find(part, words) for part in sent[name].parts)
    for fault in bad:
        assert fault.code in SENTENCES and len(fault.what) <= asking.WHAT
    kept = json.dumps([[one.title, one.ids, one.quotes] for one in good], ensure_ascii=False)
    kept += json.dumps([fault.what for fault in bad], ensure_ascii=False)
    assert "\x00" not in kept
    kept.encode()  # can be stored


@given(st.lists(OPINION, min_size=1, max_size=6), st.data())
def test_a_true_grouping_comes_through_whole_and_the_rest_waits(opinions, data):
    names = [asking.name_of(n) for n in range(len(opinions))]
    named = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    good, bad = asking.read(
        {"groups": [{"title": " Kéo dài \n thời hạn ", "ids": [*named, named[0]]}]},
        dict(zip(names, opinions, strict=True)),
    )
    assert not bad
    assert [(one.title, one.ids, one.quotes) for one in good] == [("Kéo dài thời hạn", tuple(named), ())]
    waits = asking.in_no_group(names, good)
    assert sorted([*waits, *named]) == sorted(names)
    assert waits == [name for name in names if name in waits]
