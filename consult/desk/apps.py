from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "consult.desk"
    verbose_name = "Trang làm việc"
