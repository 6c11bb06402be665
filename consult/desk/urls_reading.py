from django.urls import path

from consult.desk import views_live, views_printing
from consult.desk import views_reading as views

urlpatterns = [
    path("ho-so/<slug:code>/van-ban/", views.reading, name="reading"),
    path("ho-so/<slug:code>/van-ban/da-doc/", views.reading_seen, name="reading_seen"),
    path("ho-so/<slug:code>/van-ban/<int:number>/", views.reading, name="reading_version"),
    path(
        "ho-so/<slug:code>/van-ban/<int:number>/so-lieu/",
        views_live.reading_counters,
        name="reading_counters",
    ),
    path("ho-so/<slug:code>/van-ban/<int:number>/in/", views_printing.reading_print, name="reading_print"),
    path(
        "ho-so/<slug:code>/van-ban/<int:number>/ban-in/", views_printing.print_copy_new, name="print_copy_new"
    ),
    path("ho-so/<slug:code>/ban-in/<int:pk>/", views_printing.print_copy, name="print_copy"),
    path("ho-so/<slug:code>/ban-in/<int:pk>/tep/", views_printing.print_copy_file, name="print_copy_file"),
    path("ho-so/<slug:code>/van-ban/khoan/<int:clause>/", views.clause_panel, name="clause_panel"),
]
