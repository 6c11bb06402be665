from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "consult.ledger"
    verbose_name = _("Sổ việc")

    def ready(self):
        autodiscover_modules("verbs")
