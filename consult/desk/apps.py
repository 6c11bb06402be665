from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "consult.desk"
    verbose_name = _("Trang làm việc")
