from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consult.consultations"
    verbose_name = _("Hồ sơ tham vấn")

    def ready(self):
        from consult.consultations import (
            attachment_notify,
            attachment_verbs,
            exported,
            notify,
            plan_verbs,  # noqa: F401  (nothing else here leads to it)
        )
        from consult.notices import registry
        from consult.people import exports

        exports.register("voices", exported.voices)
        exports.register("invitations", exported.invitations)
        registry.on(attachment_verbs.ATTACHMENT_ADDED.name, attachment_notify.on_attached)
        registry.on("invitation.sent", notify.on_invited)
        registry.on("invitation.accepted", notify.on_answered)
        registry.on("invitation.declined", notify.on_answered)
        registry.on("consultation.opened", notify.on_opened)
        registry.on("stage.moved", notify.on_moved)
        registry.on("stage.extended", notify.on_extended)
        registry.on("version.published", notify.on_version)
        registry.at_times(notify.deadlines_near)
