"""Scenes: whole situations played through the actions of the apps, for tests, journeys and the demonstration.

A scene uses the same doors as people: it calls actions with the person who would press the button, so rules, locks
and the ledger hold. Only `by=None` (the system) founds organisations and gives roles. Nothing is dated back: what a
scene tells happens now, quickly. Scenes are not repeatable on one database; the story is guarded by its command.
"""

from consult.desk.scenes.associations import a_filed_round, a_round
from consult.desk.scenes.city import City, a_city, experts
from consult.desk.scenes.files import a_consultation, a_draft, comments
from consult.desk.scenes.papers import a_letter, a_table
from consult.desk.scenes.results import a_finished_consultation, a_half_compilation
from consult.desk.scenes.talks import a_planned_room, a_poll, a_room_that_met

__all__ = [
    "City",
    "a_city",
    "a_consultation",
    "a_draft",
    "a_filed_round",
    "a_finished_consultation",
    "a_half_compilation",
    "a_letter",
    "a_planned_room",
    "a_poll",
    "a_room_that_met",
    "a_round",
    "a_table",
    "comments",
    "experts",
]
