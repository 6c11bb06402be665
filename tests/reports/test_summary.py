"""The council's summary rests on its sources, or is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult.kit.verdicts import Refused, Stale
from consult.reports import actions, deciding_actions, paper_data, placing_actions, summary_actions
from consult.reports.models import Quotation, Summary, SummarySentence
from consult.reports.paper_council import report_form
from tests.reports.conftest import a_case, entries, point_of
from tests.reports.council import a_council, laid_open

pytestmark = pytest.mark.django_db


def started(opinions=2):
    case = a_case(opinions=opinions)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, comment) for comment in case.comments]
    case.quote = Quotation.objects.order_by("pk").first()
    return case


def save(case, text, version=0, by=None):
    return summary_actions.save_summary(
        by or case.coordinator, compilation=case.compilation, text=text, version=version
    )


def refused(case, text, **more):
    with pytest.raises(Refused) as error:
        save(case, text, **more)
    assert str(error.value)
    return error.value.code


def good(case):
    one, two = (f"diem-{point.pk}" for point in case.points)
    return (
        f"Các ý kiến đề nghị kéo dài thời hạn. [{one}, {two}]\n"
        f"Có ý kiến cho rằng “Thời hạn quá ngắn.” [trich-{case.quote.pk}]"
    )


def test_a_sentence_rests_on_points_and_quoted_words():
    case = started()
    stored = save(case, good(case))
    assert [row.sources for row in stored.sentences.all()] == [
        [f"diem-{point.pk}" for point in case.points], [f"trich-{case.quote.pk}"],
    ]  # fmt: skip
    assert save(case, good(case)).version == 1
    data = entries(case, "compilation.summarised")[0].data
    assert (data["version"], data["sentences"]) == (1, 2)


def test_what_does_not_rest_is_refused_whole():
    case = started()
    point, trich = f"diem-{case.points[0].pk}", f"trich-{case.quote.pk}"
    assert refused(case, f"{good(case)}\nCâu này không có nguồn.") == "no-source"
    assert refused(case, "Câu này có ngoặc trống. []") == "no-source"
    assert refused(case, "Nguồn lạ. [diem-999999]") == "unknown-source"
    assert refused(case, f"Một câu có nguồn. Một câu nữa núp sau. [{point}]") == "several"
    assert refused(case, f"Có ý kiến “Thời hạn quá ngăn.” [{trich}]") == "inexact-quote"
    assert refused(case, f"Có ý kiến “Thời hạn quá ngắn. [{trich}]") == "open-quote"
    assert refused(case, f"[{point}]") == "empty"
    assert not Summary.objects.exists() or not SummarySentence.objects.exists()


def test_words_of_another_source_are_no_quotation_of_this_one():
    case = started()
    text = f"Có ý kiến “Thời hạn quá ngắn.” [diem-{case.points[0].pk}]"
    assert refused(case, text) == "inexact-quote"


def test_a_source_of_another_file_is_unknown():
    case, other = started(), started()
    assert refused(case, f"Câu này. [diem-{other.points[0].pk}]") == "unknown-source"


def test_words_for_the_council_alone_are_no_source(signed_in):
    case = started()
    case.comments[0].shown = "council"
    case.comments[0].save(update_fields=["shown"])
    assert refused(case, f"Có ý kiến “Thời hạn quá ngắn.” [trich-{case.quote.pk}]") == "unknown-source"
    page = signed_in(case.coordinator).get(reverse("compile_summary", args=[case.file.code])).content.decode()
    assert f"trich-{case.quote.pk}<" not in page


def test_two_who_write_keep_both_texts():
    case = started()
    save(case, good(case))
    with pytest.raises(Stale) as stale:
        save(case, f"Khác. [diem-{case.points[0].pk}]", version=0)
    assert "Các ý kiến đề nghị" in stale.value.stored["text"]
    assert save(case, "", version=1).sentences.count() == 0


def test_a_source_that_went_away_holds_the_closing():
    case = started()
    save(case, good(case))
    placing_actions.merge_points(case.coordinator, point=case.points[1], into=case.points[0])
    with pytest.raises(Refused) as error:
        actions.close_compilation(case.coordinator, compilation=case.compilation)
    assert error.value.code == "summary"
    assert "Dòng 1" in str(error.value)
    save(case, f"Các ý kiến đề nghị kéo dài thời hạn. [diem-{case.points[0].pk}]", version=1)
    assert actions.close_compilation(case.coordinator, compilation=case.compilation).state == "closed"


def test_only_coordinators_write_it_and_not_while_the_council_decides():
    case = a_council()
    text = f"Một câu. [diem-{case.points[0].pk}]"
    assert refused(case, text, by=case.member) == "not-coordinator"
    save(case, text)
    laid_open(case)
    assert refused(case, f"Câu khác. [diem-{case.points[0].pk}]", version=1) == "closed"
    deciding_actions.stop_decision(case.head, decision=case.decision, reason="Sửa.")
    assert save(case, f"Câu khác. [diem-{case.points[0].pk}]", version=1).version == 2


def test_the_database_keeps_no_sentence_without_a_source():
    case = started()
    stored = save(case, good(case))
    for fields in ({"text": "Câu.", "sources": []}, {"text": "", "sources": ["diem-1"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SummarySentence.objects.create(summary=stored, order=9, **fields)


def test_the_paper_prints_it_with_the_numbers_of_its_points():
    case = started()
    save(case, good(case))
    found = paper_data.dossier(case.coordinator, case.file, report_form(case.file)).summary
    assert [one.sources for one in found] == ["điểm 1, 2", "điểm 1"]
    assert "trich-" not in str(found)


def test_the_page(signed_in):
    case = started()
    address = reverse("compile_summary", args=[case.file.code])
    for user in (case.officer, case.signer):
        assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).post(address, {"text": "x"}).status_code == 404
    client = signed_in(case.coordinator)
    page = client.get(address).content.decode()
    assert f"trich-{case.quote.pk}" in page
    assert "Ý kiến thiểu số được trích" in page
    bad = client.post(address, {"text": "Không nguồn.", "version": 0})
    assert bad.status_code == 403
    assert "Không nguồn." in bad.content.decode()
    assert "Dòng 1" in bad.content.decode()
    assert client.post(address, {"text": good(case), "version": 0}).status_code == 302
    stale = client.post(address, {"text": f"Khác. [diem-{case.points[0].pk}]", "version": 0})
    assert stale.status_code == 409
    assert stale.content.decode().count("Các ý kiến đề nghị") == 1
    assert signed_in(case.member).get(address).status_code == 200
    assert signed_in(case.member).post(address, {"text": "x"}).status_code == 403


def test_queries_do_not_grow_with_points(signed_in, django_assert_max_num_queries):
    found = []
    for opinions in (3, 30):
        case = started(opinions)
        client, address = signed_in(case.coordinator), reverse("compile_summary", args=[case.file.code])
        client.get(address)
        with django_assert_max_num_queries(34) as queries:
            assert client.get(address).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1]
