"""Stored words and figures in the language of the reader."""

from datetime import UTC, datetime, time

import pytest
from django.utils.translation import override

from consult.core import legal
from consult.kit import stored, writing
from consult.kit.catalogues import read_po, write_mo

MOMENT = datetime(2026, 11, 22, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "moment", "number"),
    [("vi", "8 giờ 05, 22/11/2026", "1.234,5"), ("en", "08:05, 22/11/2026", "1,234.5")],
)
def test_figures_follow_the_reader(language, moment, number):
    with override(language):
        assert writing.datetime_text(MOMENT) == moment
        assert writing.number(1234.5) == number


def test_a_time_alone_has_two_digits_in_english():
    with override("en"):
        assert writing.time_long(time(14, 30)) == "14:30"


def test_what_stands_for_a_name_is_said_in_english():
    words = stored.VERIFIED_IN % {"field": "Pháp luật"}
    assert words == "Chuyên gia đã xác thực, lĩnh vực Pháp luật"
    with override("vi"):
        assert stored.descriptor(words) == words
    with override("en"):
        assert stored.descriptor(words) == "Verified expert, field: Law"
        assert stored.descriptor("Cán bộ của Sở Y tế") == "Officer of Sở Y tế"
        assert stored.descriptor("Liên hiệp hội") == "Liên hiệp hội"
        assert stored.descriptor("") == ""


def test_doubts_of_the_reader_are_said_in_english():
    document = legal.read("Điều 1. Một\n1. Đầu.\n3. Nhảy số.\nĐiều 2. Hai\nĐiều 5. Năm".encode(), "a.txt")
    said = [warning.message for warning in document.warnings]
    assert said
    with override("en"):
        english = [stored.said(message, legal.DOUBTS.values()) for message in said]
    assert all("may be missing" in message for message in english)


def test_refusals_of_the_reader_are_said_in_english():
    with pytest.raises(legal.Refused) as refused:
        legal.read("TỐI MẬT\nĐiều 1. Một".encode(), "a.txt")
    with override("en"):
        assert "carries the mark “TỐI MẬT”" in stored.said(str(refused.value), legal.REFUSALS.values())


def test_a_catalogue_survives_the_way_through_its_compiled_form():
    import gettext
    import io

    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "Có"\nmsgstr "Yes"\n\n#, fuzzy\nmsgid "Cũ"\nmsgstr "Old"\n\n'
        'msgid "%(n)s ý"\nmsgid_plural "%(n)s ý"\nmsgstr[0] "%(n)s idea"\nmsgstr[1] "%(n)s ideas"\n'
    )
    read = gettext.GNUTranslations(io.BytesIO(write_mo(read_po(po))))
    assert read.gettext("Có") == "Yes"
    assert read.gettext("Cũ") == "Cũ"
    assert [read.ngettext("%(n)s ý", "%(n)s ý", n) for n in (1, 2)] == ["%(n)s idea", "%(n)s ideas"]
