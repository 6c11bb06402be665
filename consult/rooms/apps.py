from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoomsConfig(AppConfig):
    name = "consult.rooms"
    verbose_name = _("Phòng thảo luận")

    def ready(self):
        from consult.ledger.models import Book
        from consult.live import gates
        from consult.notices import registry
        from consult.people import exports
        from consult.rooms import exported, fragments, notify, selectors, verbs

        exports.register("sessions", exported.sessions)
        # Rooms are held under names, so those present may be counted for one another.
        gates.register(Book.Kind.ROOM, selectors.audiences, presence=True)
        gates.register_renderers(list(fragments.REGIONS), fragments.render)
        registry.on(verbs.ROOM_CREATED.name, notify.on_created)
