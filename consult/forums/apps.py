from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "consult.forums"
    verbose_name = "Góp ý"

    def ready(self):
        from consult.forums import notify, verbs
        from consult.notices import registry

        registry.on(verbs.COMMENT_POSTED.name, notify.on_posted)
