from django.urls import path

from consult.live import views

urlpatterns = [path("live/<int:book>/", views.feed, name="live_feed")]
