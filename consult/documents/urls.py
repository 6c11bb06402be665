from django.urls import path

from consult.documents import views

urlpatterns = [
    path("du-thao-cua-co-quan/", views.drafts, name="drafts"),
    path("du-thao-cua-co-quan/moi/", views.draft_new, name="draft_new"),
    path("du-thao-cua-co-quan/<int:pk>/", views.draft, name="draft"),
    path("du-thao-cua-co-quan/ban/<int:pk>/", views.version_check, name="version_check"),
    path("du-thao-cua-co-quan/ban/<int:pk>/bo/", views.version_discard, name="version_discard"),
    path("van-ban/<int:pk>/", views.version, name="version"),
    path("van-ban/<int:pk>/so-sanh/", views.version_changes, name="version_changes"),
    path("van-ban/<int:pk>/tep/", views.version_source, name="version_source"),
]
