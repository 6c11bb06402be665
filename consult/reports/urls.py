from django.urls import path

from consult.reports import views

urlpatterns = [
    path("ho-so/<slug:code>/tong-hop/", views.compile, name="compile"),
    path("ho-so/<slug:code>/tra-loi/", views.answers, name="answers"),
    path("ho-so/<slug:code>/ket-qua/", views.results, name="results"),
]
