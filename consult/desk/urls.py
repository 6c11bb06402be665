from django.urls import include, path

from consult.desk import views, views_feeds, views_suggestions

urlpatterns = [
    path("", views.home, name="home"),
    path("ho-so/", views.consultations, name="consultations"),
    path("ho-so/<slug:code>/", views.consultation, name="consultation"),
    path("ket-qua/", views.results_list, name="results_list"),
    path("viec-cua-toi/", views.desk, name="desk"),
    path("tim-kiem/", views.search, name="search"),
    path("noi-dung-da-giu/", views.kept_form, name="kept_form"),
    path("giao-dien/", views.preferences, name="preferences"),
    path("ho-so/<slug:code>/van-ban/de-nghi-sua/", views_suggestions.suggestions, name="suggestions"),
    path("tin/atom.xml", views_feeds.news, name="news_all"),
    path("lich/ho-so.ics", views_feeds.dates, name="dates_all"),
    path("ho-so/<slug:code>/tin.xml", views_feeds.news, name="news"),
    path("ho-so/<slug:code>/lich.ics", views_feeds.dates, name="dates"),
    path("", include("consult.desk.urls_reading")),
]
