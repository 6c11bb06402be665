from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consult.consultations"
    verbose_name = "Hồ sơ tham vấn"

    def ready(self):
        from consult.consultations import notify
        from consult.notices import registry

        registry.on("invitation.sent", notify.on_invited)
        registry.on("invitation.accepted", notify.on_answered)
        registry.on("invitation.declined", notify.on_answered)
        registry.on("consultation.opened", notify.on_opened)
        registry.on("stage.moved", notify.on_moved)
