"""Read the open data of a closed file. A bundle that may hold what was hidden since is not handed out."""

from dataclasses import dataclass

from django.conf import settings

from consult.consultations.models import Consultation
from consult.kit.verdicts import NotThere
from consult.reports import rules
from consult.reports.models import OpenData
from consult.reports.open_data_schema import TABLES, Table
from consult.reports.selectors import compilation_of


@dataclass(frozen=True)
class OpenDataPage:
    """`kept` is None while the data are being made (again)."""

    consultation: Consultation
    kept: OpenData | None
    tables: tuple[Table, ...]
    licence: tuple[str, str]


def open_data_page(user, consultation) -> OpenDataPage:
    kept = bundle_or_404(user, consultation)
    return OpenDataPage(
        consultation, kept, TABLES, (settings.OPEN_DATA_LICENCE, settings.OPEN_DATA_LICENCE_URL)
    )


def bundle_or_404(user, consultation) -> OpenData | None:
    """The bundle as it may be handed out now; None while one is being made. NotThere before the file is closed."""
    compilation = compilation_of(consultation)
    rules.may_see_results(user, compilation).or_refuse()
    if consultation.state != Consultation.State.CLOSED:
        raise NotThere("")
    kept = OpenData.objects.filter(consultation=consultation).select_related("consultation__book").first()
    if kept is None or kept.seq != kept.consultation.book.last_seq or not kept.file:
        return None
    return kept
