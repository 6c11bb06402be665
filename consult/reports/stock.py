"""Stock texts of an agency: which there are, which fields they may have, and how one is filled in for a point."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from consult.core import filling
from consult.kit.verdicts import NotThere
from consult.people.models import Organisation
from consult.people.roles import AGENCY_ROLES
from consult.people.selectors import organisations_of
from consult.reports import answering_rules as may
from consult.reports.models import StockText
from consult.reports.snapshot import group_name

FIELDS = {
    "dieu_khoan": gettext_lazy("điều, khoản của điểm góp ý"),
    "diem": gettext_lazy("tên điểm góp ý"),
    "du_thao": gettext_lazy("tên dự thảo"),
    "hoi_dong": gettext_lazy("đơn vị tổng hợp ý kiến"),
}
"""Fields that a stock text may have, with what stands for them. Official papers use the same braces."""


@dataclass(frozen=True)
class StockPage:
    agency: Organisation
    texts: tuple[StockText, ...]
    fields: tuple[tuple[str, str], ...]
    may_write: bool


def agency_or_404(user) -> Organisation:
    """The agency whose texts this person sees: the first of their own."""
    ids = organisations_of(user, *AGENCY_ROLES)
    if not ids:
        raise NotThere("")
    return Organisation.objects.get(pk=ids[0])


def stock_page(user) -> StockPage:
    """All texts of the person's agency; two queries."""
    agency = agency_or_404(user)
    fields = tuple((f"{{{name}}}", str(words)) for name, words in FIELDS.items())
    return StockPage(agency, tuple(texts_of(agency.pk)), fields, bool(may.may_keep_texts(user, agency)))


def texts_of(agency_id: int):
    return StockText.objects.filter(agency=agency_id).order_by("name", "pk")


def text_or_404(user, pk) -> StockText:
    """A text of the person's own agency."""
    found = StockText.objects.select_related("agency").filter(pk=pk).first()
    if found is None or found.agency_id not in organisations_of(user, *AGENCY_ROLES):
        raise NotThere("")
    return found


def filled(stock: StockText, point) -> str:
    """The text with the fields of this point."""
    consultation = point.compilation.consultation
    return filling.fill(
        stock.text,
        {
            "dieu_khoan": group_name(point.clause),
            "diem": point.title,
            "du_thao": consultation.draft.title,
            "hoi_dong": consultation.council.official_name,
        },
    )
