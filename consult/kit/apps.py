from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "consult.kit"
