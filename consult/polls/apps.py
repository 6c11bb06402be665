from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollsConfig(AppConfig):
    name = "consult.polls"
    verbose_name = _("Thăm dò")

    def ready(self):
        from consult.notices import registry
        from consult.people import exports
        from consult.polls import exported, notify, verbs

        registry.on(verbs.POLL_OPENED.name, notify.on_opened)
        registry.on(verbs.POLL_CLOSED.name, notify.on_closed)
        exports.register("ballots", exported.ballots)
