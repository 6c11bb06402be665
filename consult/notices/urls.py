from django.urls import path

from consult.notices import views

urlpatterns = [
    path("thong-bao/", views.inbox, name="inbox"),
    path("thong-bao/<int:pk>/", views.open_notice, name="notice"),
    path("thong-bao/da-doc/", views.read_all, name="notices_read"),
    path("thong-bao/tuy-chon/", views.channels, name="notice_preferences"),
    path("thong-bao/thoi-nhan/<str:token>/", views.mail_stop, name="mail_stop"),
    path("thu-demo/", views.demo_mails, name="demo_mails"),
]
