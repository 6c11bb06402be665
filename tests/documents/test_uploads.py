"""What people send as files: sizes and names are looked at before anything is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consult.kit import uploads
from consult.kit.verdicts import Refused


class Unreadable:
    """A file that must be refused before a byte of it is read."""

    def __init__(self, name, size):
        self.name, self.size = name, size

    def chunks(self):
        raise AssertionError("the file was read")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (Unreadable("a.docx", 60 * 1024 * 1024), "too-big"),
        (Unreadable("a.docx", 0), "empty"),
        (Unreadable("a.exe", 10), "type"),
        (Unreadable("a", 10), "type"),
        (Unreadable("a.docx.exe", 10), "type"),
        (Unreadable("ảnh‮xcod.exe", 10), "type"),
    ],
)
def test_refused_before_reading(file, code):
    with pytest.raises(Refused) as refusal:
        uploads.read_upload(file)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_a_size_that_lies_does_not_help(settings):
    settings.UPLOAD_LIMIT = 1000
    file = SimpleUploadedFile("a.txt", b"x" * 2000)
    file.size = 10
    with pytest.raises(Refused) as refusal:
        uploads.read_upload(file)
    assert refusal.value.code == "too-big"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/dự thảo.docx", "dự thảo.docx"),
        ("C:\\Users\\a\\du-thao.docx", "du-thao.docx"),
        ("du\x00thao\u202e.txt", "duthao.txt"),
        ("  .an.txt ", "an.txt"),
        ("hoa\u0300.txt", "hoà.txt"),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"),
    ],
)
def test_names_are_cleaned(raw, clean):
    assert uploads.clean_name(raw) == clean
    assert len(uploads.clean_name(raw)) <= 200


def test_the_stored_name_tells_nothing():
    first, second = uploads.stored_name("Bí mật.docx"), uploads.stored_name("Bí mật.docx")
    assert first != second
    assert first.endswith(".docx")
    assert len(first) == 37
