"""The yearly plans of the councils: items with and without a file, one done elsewhere, one dropped."""

import uuid

from django.utils import timezone

from consult.consultations import plan_actions as plans
from consult.consultations.models import Consultation, PlanItem
from consult.desk.scenes import sources
from consult.desk.scenes.city import City


def plans_of_the_year(city: City, clerk: str = "dieuphoi") -> list[PlanItem]:
    """This year's plan of each council, each item by the coordinator; files are found where the story made them."""
    return [_item(city, city[clerk], words) for words in sources.toml("plan")["item"]]


def _item(city: City, by, words: dict) -> PlanItem:
    item = plans.add_item(
        by,
        council=city.organisations[words["council"]],
        year=timezone.localdate().year,
        content=words["content"],
        agency=city.organisations[words["agency"]],
        form=words["form"],
        period=words["period"],
        lead=words.get("lead", ""),
        note=words.get("note", ""),
        consultation=_file(words.get("file")),
        client_key=uuid.uuid4(),
    )
    if "mark" in words:
        item = plans.mark_item(by, item=item, mark=words["mark"], reason=words["reason"])
    return item


def _file(text: str | None) -> Consultation | None:
    title = sources.toml("files")[text]["draft"] if text else ""
    return Consultation.objects.filter(title=title).first() if text else None
