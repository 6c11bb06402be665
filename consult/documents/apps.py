from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "consult.documents"
    verbose_name = "Dự thảo"
