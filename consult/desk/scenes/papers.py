"""Opinions that came on paper: a letter entered by hand, a table taken in through all steps of its import."""

import io
import uuid

from django.utils import timezone
from openpyxl import load_workbook

from consult.consultations.models import Consultation
from consult.core.papers import opinions_xlsx
from consult.desk.scenes import sources
from consult.desk.scenes.city import City
from consult.desk.scenes.files import clause_of
from consult.forums import intake_actions, intake_tables
from consult.forums.intake_models import Import, Paper


def a_letter(city: City, consultation: Consultation, clerk: str = "dieuphoi") -> Paper:
    """A joint letter with its opinions, registered and entered by the council's clerk."""
    words = sources.toml("papers")["letter"]
    paper = intake_actions.register_paper(
        city[clerk], consultation=consultation, client_key=uuid.uuid4(), **_facts(words)
    )
    for one in words["opinion"]:
        intake_actions.enter_opinion(
            city[clerk],
            paper=paper,
            clause=clause_of(consultation.version_id, one["on"]),
            position=one["position"],
            criterion=one.get("criterion", ""),
            reason=one["reason"],
            proposed=one.get("proposed", ""),
            counted=words["counted"],
            client_key=uuid.uuid4(),
        )
    return paper


def a_table(city: City, consultation: Consultation, clerk: str = "dieuphoi") -> Import:
    """The filled template of an office: clear rows are entered, those in doubt wait for the clerk.

    The steps of the job are done here, one after the other; the job itself finds nothing left to do.
    """
    words, by = sources.toml("papers")["table"], city[clerk]
    table = intake_tables.take_table(
        by,
        consultation=consultation,
        data=filled(words["rows"]),
        name=words["file"],
        facts=_facts(words),
        client_key=uuid.uuid4(),
    )
    intake_tables.read_table(table.pk)
    table.refresh_from_db()
    intake_tables.name_columns(by, table=table, layouts=intake_tables.layouts_of(table))
    intake_tables.check_rows(table.pk)
    table = intake_tables.start_entering(by, table=table)
    intake_tables.enter_rows(table.pk)
    table.refresh_from_db()
    return table


def _facts(words: dict) -> dict:
    names = ("kind", "number", "sender", "shown")
    return {**{name: words[name] for name in names}, "received_on": timezone.localdate()}


def filled(rows: list[list[str]]) -> bytes:
    """The template that the platform offers, with these rows under its heading."""
    book = load_workbook(io.BytesIO(opinions_xlsx()))
    sheet = book.active
    first = sheet[sheet.freeze_panes].row
    for number, cells in enumerate(rows):
        for column, words in enumerate((str(number + 1), *cells), 1):
            sheet.cell(first + number, column).value = words
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
