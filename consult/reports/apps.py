from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "consult.reports"
    verbose_name = "Tổng hợp và trả lời"
