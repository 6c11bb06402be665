from django.urls import path

from consult.polls import views

urlpatterns = [
    path("ho-so/<slug:code>/tham-do/moi/", views.poll_new, name="poll_new"),
    path("ho-so/<slug:code>/tham-do/<int:pk>/", views.poll, name="poll"),
    path("ho-so/<slug:code>/tham-do/<int:pk>/dong/", views.poll_close, name="poll_close"),
]
