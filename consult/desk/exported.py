"""The desk's part of "download my data": how far one has read each file, and files for print not yet removed."""

from consult.desk.models import LastRead, PrintCopy


def reading(user) -> dict:
    visits = LastRead.objects.filter(person=user).select_related("consultation").order_by("pk")
    copies = PrintCopy.objects.filter(person=user).select_related("consultation", "version").order_by("pk")
    return {
        "visits": [
            {
                "file": row.consultation.code,
                "read_to": row.latest,
                "before": row.before,
                "at": row.at.isoformat(),
            }
            for row in visits
        ],
        "printed": [
            {
                "file": row.consultation.code,
                "version": row.version.number,
                "filters": row.only,
                "state": row.state,
                "at": row.at.isoformat(),
            }
            for row in copies
        ],
    }
