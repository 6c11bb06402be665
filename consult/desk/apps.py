from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "consult.desk"
    verbose_name = _("Trang làm việc")

    def ready(self):
        from consult.consultations import selectors
        from consult.desk import exported, live
        from consult.ledger.models import Book
        from consult.live import gates
        from consult.people import exports

        exports.register("reading", exported.reading)
        # Presence is never shown in files: where people may be unnamed, nobody is counted for another.
        gates.register(Book.Kind.CONSULTATION, selectors.audiences)
        gates.register_renderers(list(live.NEWS), live.render)
