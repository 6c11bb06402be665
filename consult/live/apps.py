from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "consult.live"
    verbose_name = "Kênh trực tiếp"

    def ready(self):
        from consult.ledger.signals import recorded
        from consult.live.hub import nudge_recorded

        recorded.connect(nudge_recorded, dispatch_uid="consult.live")
