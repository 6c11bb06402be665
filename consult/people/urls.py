from django.urls import path

from consult.people import views

urlpatterns = [
    path("du-lieu-cua-toi/", views.my_data, name="my_data"),
    path("du-lieu-cua-toi/dong-y/", views.choose_consent, name="consent"),
    path("du-lieu-cua-toi/tai-ve/", views.my_data_file, name="my_data_file"),
    path("du-lieu-cua-toi/dang-xuat/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("to-chuc/", views.organisations, name="organisations"),
    path("to-chuc/<slug:slug>/", views.organisation, name="organisation"),
    path("to-chuc/vai-tro/<int:pk>/ket-thuc/", views.end_membership, name="membership_end"),
]
