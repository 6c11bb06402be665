"""The same real texts in other clothes: PDF, text of pages, OpenDocument, old binary Word; and the figures told."""

import math
import re
import shutil
import subprocess
import textwrap
import time
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from consult.core.legal import Document, Refused, read
from consult.core.legal.cleaning import visible
from consult.core.legal.office import find_office
from consult.core.legal.reading import read_lines
from tests.real.test_legal_read import LEGAL, MORE_IN_TEXT, TRUTH, agreement, differences, document, files, of

ROOT = Path(__file__).resolve().parents[2]
DECISION = LEGAL / "pdf" / "QD-63-2025-QD-CTUBND-Phu-Tho.pdf"
UNITS = ("part", "chapter", "section", "article", "clause", "point", "appendix", "attachment")


def tree(path: Path, name: str) -> list[tuple[str, str, str]]:
    return units(read(path.read_bytes(), name))


def units(parsed: Document) -> list[tuple[str, str, str]]:
    return [(n.within, n.path, visible(f"{n.title}|{n.text}")) for n in parsed.nodes if n.kind in UNITS]


def test_the_signed_decision_reads_as_a_state_paper():
    parsed = document(DECISION)
    head = parsed.header
    assert head.issuer == "CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ"
    assert (head.number, head.type) == ("63/2025/QĐ-CTUBND", "QUYẾT ĐỊNH")
    assert (head.place, head.date) == ("Phú Thọ", "ngày 17 tháng 10 năm 2025")
    assert len(head.grounds) == 7
    assert [n.number for n in of(parsed, "article", "attachment-1")] == [str(n) for n in range(1, 26)]
    first = next(n for n in parsed.nodes if n.within == "attachment-1" and n.path.endswith("dieu-1/khoan-1"))
    assert first.text.endswith(
        "quy định tại khoản 4, Điều 6 của Nghị định số 64/2015/NDD-CP ngày 06 tháng 8 năm 2025 của Chính phủ."
    )
    assert {"recipients", "signature"} <= {node.kind for node in parsed.nodes}
    assert {str(n) for n in range(2, 16)} <= set(parsed.furniture)
    assert parsed.warnings == () or {w.code for w in parsed.warnings} <= {"restart"}


def test_every_letter_of_the_pdf_is_kept():
    source = pypdfium2.PdfDocument(DECISION.read_bytes())
    source.init_forms()
    texts = []
    for number in range(len(source)):
        page = source[number]
        page.flatten()
        page.close()
        texts.append(source[number].get_textpage().get_text_range())
    wanted = Counter(visible("".join(texts).replace("\ufffe", "-")))
    kept = Counter(visible("".join(line.full for line in read_lines(DECISION.read_bytes(), "a.pdf"))))
    assert kept == wanted


def test_text_taken_from_the_pages_gives_the_tree_of_the_pdf():
    taken = DECISION.with_name("QD-63-2025-QD-CTUBND-Phu-Tho.pdftotext-layout.txt")
    assert tree(taken, "a.txt") == tree(DECISION, "a.pdf")


def test_the_scan_is_refused_with_a_sentence():
    path = LEGAL / "pdf" / "NQ-202-2025-QH15-SCAN.pdf"
    with pytest.raises(Refused) as refusal:
        read(path.read_bytes(), path.name)
    assert refusal.value.code == "scan"
    assert "gồm 1 trang" in refusal.value.message


CONVERTED = ("Luat-KHCN-29-2013-QH13.docx", "TT-24-2023-TT-BCA.docx", "ND-30-2020-ND-CP.docx")


@pytest.fixture(scope="module", params=CONVERTED)
def converted(request, tmp_path_factory):
    """A real Word file with the PDF and the OpenDocument text that LibreOffice makes of it."""
    program, folder = find_office(), tmp_path_factory.mktemp("made")
    if program is None:
        return None
    source = LEGAL / "docx" / request.param
    shutil.copy(source, folder)
    for ending in ("pdf", "odt"):
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
        ]
        command += [ending, "--outdir", str(folder), str(folder / source.name)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source, folder / f"{source.stem}.pdf", folder / f"{source.stem}.odt"


def test_a_converted_text_keeps_its_tree(converted):
    if converted is None:
        assert find_office() is None  # nothing to compare with on this machine
        return
    word, printed, opened = converted
    wanted, found = tree(word, "a.docx"), tree(printed, "a.pdf")
    assert tree(opened, "a.odt") == wanted
    assert [unit[:2] for unit in found] == [unit[:2] for unit in wanted]
    same = sum(1 for one, other in zip(wanted, found, strict=True) if one == other)
    assert same >= 0.99 * len(wanted)


def test_the_old_binary_decision_equals_its_truth():
    path = LEGAL / "doc" / "QD-07-2025-QD-UBND-Thai-Nguyen.doc"
    if find_office() is None:
        with pytest.raises(Refused, match="LibreOffice"):
            read(path.read_bytes(), path.name)
        return
    assert differences(TRUTH["doc/QD-07-2025-QD-UBND-Thai-Nguyen.doc"], document(path)) == []
    assert document(path).header.number == "07/2025/QĐ-UBND"


@pytest.mark.parametrize(("width", "indent"), [(90, ""), (75, "      ")], ids=["margin", "indented"])
def test_texts_wrapped_like_a_page_keep_their_units(width, indent):
    """Every plain text of the corpus, broken into lines as a page would."""
    ours, kept, same = 0, 0, 0
    for path in [*sorted(LEGAL.glob("tvpl/*.txt")), *sorted(LEGAL.glob("vbpl/*.txt"))]:
        text = path.read_text(encoding="utf-8")
        lines: list[str] = []
        for line in text.split("\n"):
            first = indent if len(line) > 30 else ""
            lines += textwrap.wrap(line.strip(), width, initial_indent=first, break_on_hyphens=False) or [""]
        wanted = {unit[:2]: unit[2] for unit in units(document(path))}
        found = {unit[:2]: unit[2] for unit in units(read("\n".join(lines).encode(), "a.txt"))}
        ours, kept = ours + len(wanted), kept + len(wanted.keys() & found.keys())
        same += sum(1 for place, words in wanted.items() if found.get(place) == words)
    assert kept >= 0.99 * ours
    assert same >= 0.99 * ours


# --- time ---------------------------------------------------------------------------------------------------


def long_text(size: int) -> bytes:
    """A text of that many letters: the articles of a real law again and again, numbered on."""
    path = LEGAL / "tvpl" / "Luat-ban-hanh-van-ban-quy-pham-phap-luat-2015-282382.txt"
    articles = re.split(r"(?m)^(?=Điều \d+\.)", path.read_text(encoding="utf-8"))[1:]
    made, length, number = [], 0, 0
    while length < size:
        number += 1
        made.append(re.sub(r"^Điều \d+\.", f"Điều {number}.", articles[(number - 1) % len(articles)]))
        length += len(made[-1])
    return "".join(made)[:size].encode()


def seconds(size: int) -> float:
    """Processor time to read a text of that many letters; the better of two."""
    data, best = long_text(size), 1e9
    for _ in range(2):
        start = time.process_time()
        read(data, "a.txt")
        best = min(best, time.process_time() - start)
    return best


def test_time_grows_no_faster_than_the_text():
    points = [(math.log(size), math.log(seconds(size))) for size in (10_000, 50_000, 250_000, 1_000_000)]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    assert slope <= 1.1
    assert seconds(176_000) <= 1.5


# --- the figures told in the documentation --------------------------------------------------------------------


def test_the_document_tells_the_measured_figures():
    told = (ROOT / "docs" / "legal-corpus.md").read_text(encoding="utf-8")
    differing = []
    for path in files():
        key = path.relative_to(LEGAL).as_posix()
        key = key if key in TRUTH else key.rsplit(".", 1)[0]
        if not (path.suffix == ".doc" and find_office() is None) and differences(TRUTH[key], document(path)):
            differing.append(path.relative_to(LEGAL).as_posix())
    assert {name.rsplit(".", 1)[0] for name in differing} == set(MORE_IN_TEXT)
    assert f"{len(files()) - len(differing)} of {len(files())} files" in told
    named = re.findall(r"`((?:vbpl|docx|pdf|doc|txt|tvpl)/[^`]+)`", told)
    assert set(differing) <= set(named)
    assert [name for name in named if not (LEGAL / name).is_file()] == []


def test_the_document_tells_how_units_agree():
    told = (ROOT / "docs" / "legal-corpus.md").read_text(encoding="utf-8")
    hits, ours, theirs = agreement()
    for name, kind in (("Điều", "article"), ("Khoản", "clause"), ("Điểm", "point")):
        shares = f"{hits[kind] / ours[kind]:.3f} | {hits[kind] / theirs[kind]:.3f}"
        assert f"| {name} | {ours[kind]:,} | {theirs[kind]:,} | {hits[kind]:,} | {shares} |" in told
