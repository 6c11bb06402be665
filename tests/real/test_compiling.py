"""Folding and suggestions on real opinions with known truth; the measured table of Vietnamese edits as regression."""

import csv
import os
import random
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from consult.core.compiling import Comment, Point, fold, suggest
from consult.core.compiling.texts import containment, jaccard, words_of

OPEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "open"
if not OPEN.is_dir() and os.environ.get("CI") != "true":
    pytest.skip("the shared opinions are not on this machine", allow_module_level=True)
csv.field_size_limit(10**7)


def rows(name: str) -> list[dict]:
    with (OPEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- a campaign among letters ----------------------------------------------------------------------------


def test_the_campaign_folds_into_one_group_and_takes_no_individual_letter():
    letters = rows("comments-en/cms-2022-0163.csv")
    label = {row["id"]: row["label"] for row in letters}
    groups = fold(Comment(row["id"], row["comment"]) for row in letters)
    largest = Counter(label[member] for member in groups[0].members)
    recall = largest["campaign"] / Counter(label.values())["campaign"]
    print(f"campaign: {len(groups[0].members)} letters, recall {recall:.3f}, of them {dict(largest)}")
    assert recall >= 0.95 and largest["individual"] == 0
    for group in groups[1:]:
        assert not any(label[member] == "campaign" for member in group.members)


# --- Vietnamese edits ------------------------------------------------------------------------------------


def paragraphs() -> list[str]:
    text = (OPEN / "party" / "chuong-trinh-can-tho-nq45.txt").read_text(encoding="utf-8")
    found = [" ".join(part.split()) for part in text.split("\n")]
    return [part for part in found if len(part.split()) >= 40]


def edited(text: str, share: float, chance: random.Random) -> str:
    words, others = (
        text.split(),
        ["nguồn", "lực", "cộng", "đồng", "chính", "quyền", "hội", "đồng", "trí", "tuệ", "tương", "lai"],
    )
    for place in chance.sample(range(len(words)), max(1, round(share * len(words)))):
        words[place] = chance.choice(others)
    return " ".join(words)


def without_marks(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in spread if unicodedata.category(c) != "Mn").upper().replace(",", " ; ")


@pytest.mark.parametrize(
    ("share", "least", "median"),
    [(0.05, 0.60, 0.82), (0.10, 0.50, 0.68), (0.20, 0.40, 0.50), (0.30, 0.30, 0.42)],
)
def test_edited_paragraphs_stay_as_like_as_measured(share, least, median):
    chance = random.Random(1)
    found = sorted(
        jaccard(words_of(text).shingles, words_of(edited(text, share, chance)).shingles)
        for text in paragraphs()
    )
    print(f"{share:.0%} edited: min {found[0]:.2f}, median {found[len(found) // 2]:.2f}")
    assert found[0] >= least and found[len(found) // 2] >= median


@pytest.mark.parametrize("seed", range(3))
def test_a_paragraph_with_every_fifth_word_changed_is_folded_with_it(seed):
    chance, given = random.Random(seed), []
    for n, text in enumerate(paragraphs()):
        given += [Comment(f"{n}-0", text), Comment(f"{n}-1", edited(text, 0.20, chance))]
    expected = {(f"{n}-0", f"{n}-1") for n in range(len(paragraphs()))}
    assert {group.members for group in fold(given)} == expected


def test_different_paragraphs_are_not_alike():
    texts = [words_of(text) for text in paragraphs()]
    found = sorted(jaccard(a.shingles, b.shingles) for n, a in enumerate(texts) for b in texts[:n])
    print(f"{len(found)} different pairs: max {found[-1]:.2f}")
    assert found[-1] < 0.40


def test_each_paragraph_folds_with_its_own_edits_alone():
    chance, given, home = random.Random(2), [], {}
    for n, text in enumerate(paragraphs()):
        addition = f"{text} Cá nhân tôi ở phường {n} xin nói thêm một ý về việc này."
        for kind, version in enumerate([text, without_marks(text), edited(text, 0.05, chance), addition]):
            given.append(Comment(f"{n}-{kind}", version))
            home[f"{n}-{kind}"] = n
    groups = fold(given)
    together = [group for group in groups if len({home[member] for member in group.members}) == 1]
    whole = sum(len(group.members) == 4 for group in together)
    print(
        f"{len(paragraphs())} paragraphs, {whole} with all their versions, {len(groups) - len(together)} mixed"
    )
    assert together == groups
    assert whole >= 0.95 * len(paragraphs())


def test_an_addition_lies_whole_in_its_letter():
    for text in paragraphs():
        grown = words_of(f"{text} Tôi đề nghị thêm điều này.")
        assert containment(words_of(text).shingles, grown.shingles) >= 0.99


# --- which point a comment belongs to --------------------------------------------------------------------

FLOOR = (0.370, 0.562)
"""TF-IDF cosine on the same topics (strict, relaxed)."""


def precision(ranked: list[tuple[float, str, str]], labels: dict, unlabelled: int) -> float:
    """Mean precision at each hit over the better half of the arguments."""
    kept = sorted(ranked, key=lambda row: -row[0])[: len(ranked) // 2]
    hits, total = 0, 0.0
    for place, (_score, argument, point) in enumerate(kept, 1):
        if labels.get((argument, point), unlabelled):
            hits += 1
            total += hits / place
    return total / len(kept)


def test_suggestions_rank_key_points_better_than_the_floor():
    labels = {
        (r["arg_id"], r["key_point_id"]): int(r["label"]) for r in rows("comments-en/argkp/labels_dev.csv")
    }
    topics = defaultdict(lambda: ([], []))
    for row in rows("comments-en/argkp/arguments_dev.csv"):
        topics[row["topic"], row["stance"]][0].append(Comment(row["arg_id"], row["argument"]))
    for row in rows("comments-en/argkp/key_points_dev.csv"):
        topics[row["topic"], row["stance"]][1].append(Point(row["key_point_id"], row["key_point"]))
    strict, relaxed = [], []
    for comments, points in topics.values():
        best = [
            (found[0].score, comment, found[0].point) for comment, found in suggest(comments, points) if found
        ]
        best += [(0.0, comment.id, "") for comment in comments if comment.id not in {b[1] for b in best}]
        strict.append(precision(best, labels, 0))
        relaxed.append(precision(best, labels, 1))
    reached = sum(strict) / len(strict), sum(relaxed) / len(relaxed)
    print(f"mAP strict {reached[0]:.3f}, relaxed {reached[1]:.3f}; TF-IDF {FLOOR[0]:.3f}, {FLOOR[1]:.3f}")
    assert reached[0] >= 0.47 and reached[1] >= 0.66
