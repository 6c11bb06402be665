from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "consult.forums"
    verbose_name = _("Góp ý")

    def ready(self):
        from consult.forums import notify, verbs
        from consult.notices import registry

        registry.on(verbs.COMMENT_POSTED.name, notify.on_posted)
        registry.on(verbs.COMMENT_RELEASED.name, notify.on_released)
