"""Values that never change: made once, held in the process, gone with the cache."""

import pytest
from django.core.cache import cache

from consult.kit import lasting
from consult.kit.lasting import lasting as kept


@pytest.fixture
def made():
    return []


def value(made):
    def make():
        made.append(1)
        return ("value", len(made))

    return make


def test_it_is_made_once_and_is_the_same_object(made):
    first = kept("k", value(made))
    assert kept("k", value(made)) is first
    assert len(made) == 1


def test_another_process_takes_it_from_the_cache(made, monkeypatch):
    first = kept("k", value(made))
    monkeypatch.setattr(lasting, "_held", type(lasting._held)())
    again = kept("k", value(made))
    assert (again, again is first, len(made)) == (first, False, 1)


def test_an_emptied_cache_empties_the_process(made):
    kept("k", value(made))
    cache.clear()
    assert kept("k", value(made)) == ("value", 2)


def test_what_another_process_made_anew_replaces_what_is_held(made):
    kept("k", value(made))
    cache.set("k", ("other", 0))
    cache.set("k:mark", "other")
    assert kept("k", value(made)) == ("other", 0)
    assert len(made) == 1


def test_a_value_that_fell_out_of_the_cache_is_made_again(made, monkeypatch):
    kept("k", value(made))
    monkeypatch.setattr(lasting, "_held", type(lasting._held)())
    cache.delete("k")
    assert kept("k", value(made)) == ("value", 2)


def test_the_process_holds_no_more_than_it_may(made):
    for n in range(lasting.MOST + 5):
        kept(f"k{n}", value(made))
    assert len(lasting._held) == lasting.MOST
