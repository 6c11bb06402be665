from django.urls import path

from consult.consultations import views, voice_views

urlpatterns = [
    path("ho-so-moi/", views.consultation_new, name="consultation_new"),
    path("ho-so/<slug:code>/quan-ly/", views.consultation_manage, name="consultation_manage"),
    path("ho-so/<slug:code>/mo/", views.consultation_open, name="consultation_open"),
    path("ho-so/<slug:code>/chuyen-giai-doan/", views.consultation_move, name="consultation_move"),
    path("ho-so/<slug:code>/gia-han/", views.consultation_extend, name="consultation_extend"),
    path("ho-so/<slug:code>/moi-chuyen-gia/", views.consultation_invite, name="consultation_invite"),
    path("ho-so/<slug:code>/muc-danh-tinh/", voice_views.consultation_levels, name="consultation_levels"),
    path("ho-so/<slug:code>/loi-ich/", voice_views.voice_interest, name="voice_interest"),
    path("loi-moi/<int:pk>/", views.invitation, name="invitation"),
]
