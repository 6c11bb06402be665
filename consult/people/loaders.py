"""Load the official list of communes, from JSON (provinces with their wards) or CSV (code, name, province)."""

import csv
import json
from pathlib import Path

from django.db import transaction

from consult.core import vietnamese
from consult.people.models import Commune

KINDS = ("Phường", "Xã", "Đặc khu")


class ListError(ValueError):
    """The list is not of the expected shape."""


def read_list(path: Path) -> list[Commune]:
    """Communes of the file, unsaved. Raises ListError when a part is missing or wrong."""
    try:
        rows = _from_csv(path) if path.suffix.lower() == ".csv" else _from_json(path)
        return [_commune(*row) for row in rows]
    except (AttributeError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise ListError(f"unexpected shape: {error}") from error


def _from_json(path: Path) -> list[tuple[str, str, str]]:
    provinces = json.loads(path.read_text(encoding="utf-8-sig"))
    return [
        (ward["Code"], ward["FullName"], province["FullName"])
        for province in provinces
        for ward in province.get("Wards") or []
    ]


def _from_csv(path: Path) -> list[tuple[str, str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return [(row["code"], row["name"], row["province"]) for row in csv.DictReader(handle)]


def _commune(code: str, name: str, province: str) -> Commune:
    code, name, province = code.strip(), vietnamese.clean_name(name), vietnamese.clean_name(province)
    # The list writes a few names with a small first letter.
    name = name[:1].upper() + name[1:]
    kind = next((kind for kind in KINDS if name.startswith(f"{kind} ")), None)
    if not (code.isascii() and code.isdigit() and len(code) <= 10) or kind is None or not province:
        raise ListError(f"commune {code!r} {name!r}")
    return Commune(code=code, name=name, kind=kind.lower(), province=province)


@transaction.atomic
def load_communes(communes: list[Commune]) -> int:
    """Add and rename by code; nothing is deleted. Returns how many are new."""
    before = Commune.objects.count()
    Commune.objects.bulk_create(
        communes,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "province"],
        batch_size=1000,
    )
    return Commune.objects.count() - before
