from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    name = "consult.ledger"
    verbose_name = "Sổ việc"

    def ready(self):
        autodiscover_modules("verbs")
