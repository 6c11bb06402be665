"""Vietnamese is the source, English a complete translation: no word reaches a page past the catalogues."""

import re
from functools import cache
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, pgettext

from consult.kit import messages, stored, translating
from tests.contracts import words
from tests.contracts.test_urls import OWN
from tests.contracts.world import World

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"

# Vietnamese words that happen to carry no mark, and places alone.
UNMARKED = {
    "%(place)s: %(count)s",
    "%(position)s. %(words)s",
    "%(name)s.",
    "Ba khung",
    "STT",
    "Tham gia",
    "Trang",
    "Trang sau",
}

# Where Vietnamese literals are right, and why.
DATA = {
    "consult/config/http.py": "spoken before Django runs",
    "consult/config/serve/": "the terminal: both languages at once",
    "consult/kit/postgres.py": "the terminal: both languages at once",
    "consult/kit/postgres_place.py": "the terminal: both languages at once",
    "consult/core/": "forms of the law and letters of the language; sentences stand in tables SENTENCES",
    "consult/desk/scenes": "the demonstration's people and texts",
    "consult/people/loaders.py": "beginnings of the names of places, as the source writes them",
    "consult/reports/paper_council.py": "the data of printed papers: official forms, Vietnamese in any language of the reader",
    "consult/reports/paper_data.py": "the data of printed papers: official forms, Vietnamese in any language of the reader",
    "consult/reports/paper_plan.py": "the data of printed papers: official forms, Vietnamese in any language of the reader",
    "consult/rooms/papers.py": "the printed minutes: an official form, Vietnamese in any language of the reader",
    "/management/commands/": "the terminal",
}
# Names of languages stand in their own language; kinds of files have no other name.
IN_TEMPLATES = {"Tiếng Việt", "English", "Word", "PDF"}
# Parts of citations and times that a program looks for.
IN_PYTHON = {"Điều ", " giờ "}


@cache
def all_found():
    return messages.collect(ROOT)


# --- the catalogue ---------------------------------------------------------------------------------------


def test_every_string_has_its_english():
    assert translating.faults(translating.read(ENGLISH), all_found()) == []


def test_every_string_is_vietnamese():
    texts = {item.message.text for item in all_found()}
    assert {text for text in texts if not words.VIETNAMESE.search(text)} == UNMARKED


def test_no_english_holds_vietnamese():
    """Except names and quoted marks, which have no English."""
    kept = re.compile("QĐ-TTg|TTg|BKHCN|MẬT, TỐI MẬT or TUYỆT MẬT")
    texts = [text for e in polib.pofile(str(ENGLISH)) for text in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in texts if words.VIETNAMESE.search(kept.sub("", text))] == []


# --- the checks find what they are for -------------------------------------------------------------------


def test_strings_are_found_under_any_name():
    source = (
        "from django.utils.translation import gettext as say, ngettext\n"
        "from django.utils import translation\n"
        "a = say('Một')\nb = ngettext('%(n)s ý', '%(n)s ý', 2)\nc = translation.pgettext('nút', 'Gửi')\n"
        "d = other('Không')\ne = say(variable)\n"
    )
    found = [message for message, _line in messages.in_python(source)]
    assert found == [
        messages.Message("Một"),
        messages.Message("%(n)s ý", "%(n)s ý"),
        messages.Message("Gửi", None, "nút"),
    ]
    with pytest.raises(messages.Unreadable):
        list(messages.in_python("from django.utils.translation import gettext as _\n_(f'Một {x}')"))


def test_strings_of_templates_are_those_that_django_looks_up():
    source = (
        "{% comment %}{% translate 'Bỏ' %}{% endcomment %}{% translate \"Đạt 5%\" as x %}"
        '{% blocktranslate count n=3 trimmed context "đếm" %}\n {{ n }} ý,\n 5%{% plural %} {{ n }} ý {% endblocktranslate %}'
        '{{ x|default:_("Chưa có") }}'
    )
    assert [message for message, _line in messages.in_template(source)] == [
        messages.Message("Đạt 5%%"),
        messages.Message("%(n)s ý, 5%%", "%(n)s ý", "đếm"),
        messages.Message("Chưa có"),
    ]


def test_a_catalogue_is_kept_in_step():
    def found(text, plural=None):
        return messages.Found(messages.Message(text, plural), "a.py", 1)

    old = polib.POFile()
    old.append(polib.POEntry(msgid="Cũ", msgstr="Old"))
    old.append(polib.POEntry(msgid="Còn %(n)s", msgstr="Still %(m)s"))
    new = translating.merged(old, [found("Còn %(n)s"), found("Mới"), found("%(n)s ý", "%(n)s ý")])
    assert [entry.msgid for entry in new] == ["%(n)s ý", "Còn %(n)s", "Mới"]
    assert translating.faults(new, [found("Còn %(n)s"), found("Mới")]) == [
        "a.py: other places in the translation: 'Còn %(n)s'",
        "a.py: untranslated: 'Mới'",
        "no longer used: '%(n)s ý'",
    ]
    assert translating.faults(old, [found("Cũ"), found("Khác")])[0] == "a.py: missing: 'Khác'"


def test_bare_words_are_seen():
    assert words.bare_in_template('<p title="Tên">{{ x }}</p>{% include "a.html" with label="Nhãn" %}') == [
        '"Nhãn"', "Tên",
    ]  # fmt: skip
    assert words.bare_in_template('<p>{% translate "Tên" %}</p>{% block width %}wide{% endblock %}') == []
    assert [text for _n, text in words.bare_in_python('"""Đầu."""\nx = "Tên"\ny = f"Số {x}"')] == [
        "Tên",
        "Số ",
    ]


# --- no words beside the catalogues ----------------------------------------------------------------------


def test_python_has_no_bare_vietnamese():
    bare = []
    for path in messages.python_files(ROOT):
        name = path.relative_to(ROOT).as_posix()
        if not any(part in name for part in DATA):
            found = words.bare_in_python(path.read_text(encoding="utf-8"))
            bare += [f"{name}:{line}: {text}" for line, text in found if text not in IN_PYTHON]
    assert bare == []


def test_every_exception_is_still_needed():
    names = [path.relative_to(ROOT).as_posix() for path in messages.python_files(ROOT)]
    for part in DATA:
        texts = [(ROOT / name).read_text(encoding="utf-8") for name in names if part in name]
        assert any(words.VIETNAMESE.search(text) for text in texts), f"{part} needs no exception"


def test_templates_have_no_bare_words():
    bare = []
    for path in messages.template_files(ROOT):
        found = words.bare_in_template(path.read_text(encoding="utf-8"), html=path.suffix == ".html")
        bare += [f"{path.relative_to(ROOT)}: {text}" for text in found if text not in IN_TEMPLATES]
    assert bare == []


def test_scripts_hold_no_words():
    """What scripts say comes from data- attributes of the page."""
    for path in sorted((ROOT / "static").rglob("*.js")):
        if "built" not in path.parts:
            assert not words.VIETNAMESE.search(path.read_text(encoding="utf-8")), path.name


# --- words of the libraries ------------------------------------------------------------------------------

LIBRARIES = {
    Path(allauth.__file__).parent: (
        "account", "core", "mfa", "socialaccount/*.py", "socialaccount/internal", "templates/account",
        "templates/mfa", "templates/socialaccount", "templates/allauth",
    ),
    Path(django.__file__).parent: (
        "forms/*.py", "core/validators.py", "core/paginator.py", "contrib/auth/password_validation.py",
        "db/models/base.py", "db/models/constraints.py",
    ),
}  # fmt: skip
SAME_IN_VIETNAMESE = {"WebAuthn", ":?.!", ":", "…", "IPv4", "IPv6"}


def library_strings():
    for root, parts in LIBRARIES.items():
        for part in parts:
            for path in sorted(root.glob(part if "*" in part or "." in part else f"{part}/**/*")):
                if path.suffix == ".py" and "tests" not in path.parts:
                    yield from messages.in_python(path.read_text(encoding="utf-8"), path.name)
                elif path.suffix in (".html", ".txt"):
                    yield from messages.in_template(path.read_text(encoding="utf-8"))


def test_every_string_of_the_libraries_has_its_vietnamese():
    strings = {message for message, _line in library_strings()}
    assert len(strings) > 300
    with override("vi"):
        missing = {message.text for message in strings if _now(message) in (message.text, message.plural)}
    assert missing <= SAME_IN_VIETNAMESE


def _now(message) -> str:
    if message.plural is not None:
        return ngettext(message.text, message.plural, 2)
    return pgettext(message.context, message.text) if message.context else gettext(message.text)


# --- pages -----------------------------------------------------------------------------------------------

ACCOUNT_PAGES = ("account_login", "account_signup", "account_reset_password", "account_reset_password_done")
OWN_ACCOUNT_PAGES = ("account_email", "account_change_password", "mfa_index", "mfa_activate_totp")
CRAWLERS = ("anonymous", "expert", "agency_officer", "coordinator", "secretary", "association_officer",
            "administrator")  # fmt: skip
STRAY = re.compile(
    r"\b(sign (in|up|out)|password|e-?mail address|submit|forgot|remember|required|search|comments?|save|"
    r"cancel|delete|this field|enter a valid|please)\b",
    re.IGNORECASE,
)


# Rows whose words are ours and have an English.
OUR_ROWS = {"field", "consenttext"}


def stored_words() -> list[str]:
    """Every Vietnamese text in the database that people wrote, and names: these stay as they are."""
    found = set()
    for model in apps.get_models():
        if model._meta.model_name in OUR_ROWS:
            continue
        fields = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._base_manager.values_list(*fields):
            texts = [text for value in row for text in strings_of(value)]
            found |= {" ".join(line.split()) for text in texts for line in text.splitlines()}
    with override("en"):
        found = {text for text in found if stored.descriptor(text) == text}
    return sorted((text for text in found if words.VIETNAMESE.search(text)), key=len, reverse=True)


def strings_of(value) -> list[str]:
    """The strings of a field; of a table or form kept as JSON those inside it."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in strings_of(one)]


def foreign(html: str, known: list[str]) -> list[str]:
    """Texts of a page that still hold Vietnamese when everything stored is taken out."""
    left = []
    for text in words.read_out(html):
        rest = text
        for piece in known:
            if piece.casefold() in rest.casefold():
                rest = re.sub(re.escape(piece), "", rest, flags=re.IGNORECASE)
        # What is stored may be cut short in a list; marks of secrecy are quoted as they are printed.
        rest = rest.replace("MẬT, TỐI MẬT or TUYỆT MẬT", "").strip(" :.…")
        cut = len(rest) > 12 and any(piece.startswith(rest) for piece in known)
        if words.VIETNAMESE.search(rest) and not cut:
            left.append(text)
    return left


def pages(client, world):
    """(name, html) of every page that the crawlers can open."""
    for role in CRAWLERS:
        world.sign_in(client, role)
        names = [(name, reverse(name, kwargs=world.arguments(name))) for name in sorted(OWN)]
        more = ACCOUNT_PAGES if role == "anonymous" else OWN_ACCOUNT_PAGES if role == "expert" else ()
        for name, url in [*names, *((name, reverse(name)) for name in more)]:
            response = client.get(url)
            kind = response.headers.get("Content-Type", "")
            if kind.startswith("text/html") and not response.streaming and response.content:
                yield name, response.content.decode()


@pytest.mark.django_db
def test_english_pages_speak_english(client):
    world = World.build()
    known, left = stored_words(), []
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for name, html in pages(client, world):
        if "<html" in html:
            assert '<html lang="en"' in html, name
        left += [f"{name}: {text}" for text in foreign(html, known)]
    assert not left, "\n".join(sorted(set(left)))


@pytest.mark.django_db
def test_vietnamese_pages_speak_vietnamese(client):
    world, left = World.build(), []
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "vi"
    seen = 0
    for name, html in pages(client, world):
        seen += 1
        if "<html" in html:
            assert '<html lang="vi"' in html, name
        left += [f"{name}: {text}" for text in words.read_out(html) if STRAY.search(text)]
    assert not left, "\n".join(sorted(set(left)))
    assert seen > 50


@pytest.mark.django_db
def test_forms_complain_in_the_language_of_the_page(client):
    for language, said in (("vi", "Trường này"), ("en", "This field is required")):
        response = client.post(reverse("account_signup"), {}, headers={"accept-language": language})
        html = response.content.decode()
        assert said in html
        assert ("This field" in html) is (language == "en")


@pytest.mark.django_db
def test_the_switch_keeps_the_page(client):
    here = f"{reverse('consultations')}?tinh_trang=open"
    response = client.post(reverse("set_language"), {"language": "en", "next": here})
    assert response.status_code == 302
    assert response.url == here
    assert '<html lang="en"' in client.get(here).content.decode()
    client.post(reverse("set_language"), {"language": "vi", "next": here})
    assert '<html lang="vi"' in client.get(here).content.decode()


@pytest.mark.django_db
def test_the_switch_does_not_lead_away(client):
    response = client.post(reverse("set_language"), {"language": "en", "next": "https://example.org/"})
    assert response.url == "/"
