"""What is signed, the recipients and the code of the data stand on one page, however long the paper is."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from consult.core import papers
from consult.core.papers import comparison_docx, matrix_docx, minutes_docx, pdf_fonts, report_docx

from .dossier_samples import a_dossier
from .papers_samples import a_matrix, a_row, some_minutes
from .pdf_reading import page_texts
from .test_papers_comparison import a_comparison
from .test_papers_report import a_report

DIGEST = papers.hash_of(papers.plain(a_dossier()))
SEAL = "Văn bản được lập từ dữ liệu đã chốt"
SIGNED = [code for code in papers.FORMS if papers.FORMS[code].by]


def a_paper(code, texts=(), **fields):
    return papers.made(papers.FORMS[code], a_dossier(**fields), dict(texts), digest=DIGEST)


def blocks(document) -> list:
    """Paragraphs and tables of the body up to the end of the seal, the seal's table last."""
    found = [one for one in document.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    place = next(n for n, one in enumerate(found) if one.tag == qn("w:tbl") and SEAL in words(one))
    return found[: place + 1]


def words(element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t"))).replace("\u00a0", " ")


def kept(element) -> bool:
    """Whether every paragraph of it stays with what follows."""
    keeps = [one.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") for one in element.iter(qn("w:p"))]
    return all(one is not None and one.get(qn("w:val")) not in ("0", "false") for one in keeps)


OTHERS = {
    "matrix": lambda: matrix_docx(a_matrix()),
    "minutes": lambda: minutes_docx(some_minutes()),
    "report": lambda: report_docx(a_report()),
}
FILES = {code: lambda code=code: papers.paper_docx(a_paper(code)) for code in SIGNED} | OTHERS


@pytest.mark.parametrize("name", FILES)
def test_in_word_signatures_recipients_and_seal_are_rows_that_stay_together(name):
    """A table may be parted from the next one by some programs, its rows are not where their words keep with the next."""
    *before, table = blocks(Document(io.BytesIO(FILES[name]())))
    rows = table.tr_lst
    assert len(rows) > 1
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [words(row) for row in rows[:-1] if not kept(row)] == []
    assert SEAL in words(rows[-1])
    assert SEAL not in "".join(map(words, rows[:-1]))
    assert kept(before[-1]), "a line of text goes with it"
    assert name in ("matrix",) or kept(before[-2])


def test_in_word_the_last_row_of_a_comparison_keeps_with_the_seal():
    *before, _seal = blocks(Document(io.BytesIO(comparison_docx(a_comparison()))))
    table = next(one for one in reversed(before) if one.tag == qn("w:tbl"))
    assert kept(table.tr_lst[-1])
    assert not kept(table.tr_lst[0])


@pytest.mark.parametrize(
    ("code", "key", "longest"), [("giay-moi", "luu_y", 40), ("ke-hoach-nam", "to_chuc", 24), ("bao-cao-phan-bien", "de_nghi", 30)]
)  # fmt: skip
def test_in_print_the_seal_never_stands_alone(tmp_path_factory, code, key, longest):
    """Line by line the paper grows over the end of its page: the seal goes there with signer and recipients."""
    fonts, turned = pdf_fonts(tmp_path_factory.mktemp("fonts")), 0
    texts = {text.key: text.default for text in papers.texts_of(papers.FORMS[code])}
    assert key in texts
    pages = 0
    for lines in range(1, longest):
        paper = a_paper(code, texts | {key: "\n".join(["Một dòng của văn bản."] * lines + ["Dòng cuối."])})
        read = page_texts(papers.paper_pdf(paper, fonts))
        page = next(text for text in read if SEAL in text.replace("\n", " "))
        assert "Nơi nhận" in " ".join(page.split()), lines
        assert "Lưu" in page, lines
        assert any(line in page for line in paper.signers[0].title.upper().split("\n")), lines
        turned += len(read) != pages
        pages = len(read)
    assert turned > 1, "the paper must have grown over a page"


def test_in_print_the_seal_of_a_table_goes_with_its_signature(tmp_path):
    fonts, seen = pdf_fonts(tmp_path), set()
    for rows in range(1, 14):
        matrix = a_matrix(rows=tuple(a_row(group=f"Điều {n}") for n in range(rows)))
        read = page_texts(papers.matrix_pdf(matrix, fonts))
        page = next(text for text in read if SEAL in text.replace("\n", " "))
        assert "Nơi nhận" in " ".join(page.split()), rows
        seen.add(len(read))
    assert len(seen) > 1
