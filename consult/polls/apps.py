from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "consult.polls"
    verbose_name = "Thăm dò"
