"""The pages of the administrator name things in Vietnamese: no model keeps the name of its class."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import translation
from django.utils.text import camel_case_to_spaces

from consult.forums.models import Endorsement
from tests.contracts.world import World

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Letters that English does not have; every name of two syllables carries one.
MARKED = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.I)


def names(model) -> set[str]:
    with translation.override("vi"):
        return {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}


def is_vietnamese(model) -> bool:
    plain = camel_case_to_spaces(model.__name__)
    return all(MARKED.search(name) and name.lower() not in (plain, plain + "s") for name in names(model))


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_a_registered_model_has_a_vietnamese_name(model):
    assert is_vietnamese(model), names(model)


def test_the_check_sees_a_name_that_is_only_the_class():
    assert len(REGISTERED) > 10
    assert not is_vietnamese(Endorsement)


@pytest.mark.django_db
def test_the_list_of_the_administrator_shows_these_names():
    world, client = World.build(), Client()
    world.sign_in(client, "administrator")
    page = client.get("/quan-tri/").content.decode()
    shown = {
        re.sub(r"<[^>]+>|\s+", " ", found).strip()
        for found in re.findall(r"(?s)<th scope=\"row\".*?</th>", page)
    }
    assert len(shown) >= len(REGISTERED) - 1
    assert not [name for name in shown if not MARKED.search(name)], shown
