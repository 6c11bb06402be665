from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "consult.kit"

    def ready(self):
        from django.core.checks import register

        from consult.kit.checks import contradictions

        register(contradictions)
