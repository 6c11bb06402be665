from django.urls import path

from consult.experts import views

urlpatterns = [
    path("chuyen-gia/", views.experts, name="experts"),
    path("chuyen-gia/<int:pk>/", views.expert, name="expert"),
    path("ho-so-chuyen-gia/", views.my_profile, name="my_profile"),
    path("ho-so-chuyen-gia/gui-xac-thuc/", views.request_verification, name="verification_request"),
    path("xac-thuc/", views.verifications, name="verifications"),
    path("xac-thuc/<int:pk>/", views.verification, name="verification"),
]
