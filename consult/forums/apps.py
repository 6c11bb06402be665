from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "consult.forums"
    verbose_name = "Góp ý"
