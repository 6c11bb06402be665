from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "consult.live"
    verbose_name = _("Kênh trực tiếp")

    def ready(self):
        from consult.ledger.signals import recorded
        from consult.live.hub import nudge_recorded

        recorded.connect(nudge_recorded, dispatch_uid="consult.live")
