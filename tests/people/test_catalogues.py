"""The compiled catalogues, and that no word of the account pages was forgotten."""

import ast
import gettext
import io
import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from consult.kit.catalogues import PoError, compile_folder, read_po, write_mo

ROOT = Path(allauth.__file__).parent
PO = Path(settings.BASE_DIR) / "locale" / "vendor" / "vi" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy"}
STRING = r"(?:\"\"\".*?\"\"\"|'''.*?'''|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"\b(ngettext|pgettext|gettext)\(\s*u?({STRING})(?:\s*,\s*u?({STRING}))?", re.S)


def _key(name: str, strings: list[str]) -> str:
    if name.startswith("p"):
        return f"{strings[0]}\x04{strings[1]}"
    return "\0".join(strings[:2]) if name.startswith("n") else strings[0]


def _from_templates():
    for folder in ("account", "mfa", "socialaccount", "allauth"):
        for path in sorted((ROOT / "templates" / folder).rglob("*")):
            if path.suffix in (".html", ".txt"):
                for match in IN_TEMPLATE.finditer(templatize(path.read_text(), origin=str(path))):
                    yield _key(match[1], [ast.literal_eval(text) for text in match.groups()[1:] if text])


def _from_code():
    for folder in ("account", "mfa", "socialaccount"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if {"tests", "migrations"} & set(parts) or "providers" in parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(getattr(node, "func", None), "id", "")
                if isinstance(node, ast.Call) and name in CALLS:
                    strings = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    if strings and all(isinstance(text, str) for text in strings):
                        yield _key(name, strings)


def test_every_word_of_the_account_pages_has_its_vietnamese():
    wanted = {*_from_templates(), *_from_code()}
    assert len(wanted) > 250
    assert wanted - set(read_po(PO.read_text(encoding="utf-8"))) == set()


def test_placeholders_are_the_same_in_both_languages():
    place = re.compile(r"%\(\w+\)s|%[ds]|\{\w+\}|<[^>]+>")
    for source, target in read_po(PO.read_text(encoding="utf-8")).items():
        if source:
            text = source.rpartition("\x04")[2].split("\0")[-1]
            assert sorted(place.findall(text)) == sorted(place.findall(target)), source


EXAMPLE = r"""
# head
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"

#: file.py:1
msgid "Lưu"
msgstr "Save"
msgctxt "nút"
msgid "Lưu"
msgstr ""
"Keep"
" it"

#, python-format
msgid "%(n)s góp ý"
msgid_plural "%(n)s góp ý"
msgstr[0] "%(n)s \"comment\""
msgstr[1] "%(n)s comments\n"

#, fuzzy
msgid "Gửi"
msgstr "Wrong"

msgid "Chưa dịch"
msgstr ""

#~ msgid "Cũ"
#~ msgstr "Old"
"""


def test_python_reads_the_compiled_file():
    catalogue = gettext.GNUTranslations(io.BytesIO(write_mo(read_po(EXAMPLE))))
    assert catalogue.gettext("Lưu") == "Save"
    assert catalogue.pgettext("nút", "Lưu") == "Keep it"
    assert catalogue.ngettext("%(n)s góp ý", "%(n)s góp ý", 1) == '%(n)s "comment"'
    assert catalogue.ngettext("%(n)s góp ý", "%(n)s góp ý", 2) == "%(n)s comments\n"
    for untouched in ("Gửi", "Chưa dịch", "Cũ"):
        assert catalogue.gettext(untouched) == untouched


@pytest.mark.parametrize("text", ['"alone"\n', 'msgid "open\n', 'msgwhat "x"\n', "msgid x\n"])
def test_a_broken_file_names_its_line(text):
    with pytest.raises(PoError, match="line 1"):
        read_po(text)


def test_only_what_is_older_is_compiled_again(tmp_path):
    source = tmp_path / "vi" / "django.po"
    source.parent.mkdir()
    source.write_text(EXAMPLE)
    assert compile_folder(tmp_path) == [source.with_suffix(".mo")]
    assert compile_folder(tmp_path) == []
    assert compile_folder(tmp_path, force=True) == [source.with_suffix(".mo")]
