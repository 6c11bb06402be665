from django.urls import path

from consult.documents import repair_views, views

urlpatterns = [
    path("du-thao-cua-co-quan/", views.drafts, name="drafts"),
    path("du-thao-cua-co-quan/moi/", views.draft_new, name="draft_new"),
    path("du-thao-cua-co-quan/<int:pk>/", views.draft, name="draft"),
    path("du-thao-cua-co-quan/tep/<int:pk>/", views.upload_progress, name="upload_progress"),
    path("du-thao-cua-co-quan/ban/<int:pk>/", views.version_check, name="version_check"),
    path("du-thao-cua-co-quan/ban/<int:pk>/sua/", repair_views.version_repair, name="version_repair"),
    path("du-thao-cua-co-quan/ban/<int:pk>/bo/", views.version_discard, name="version_discard"),
    path("van-ban/<int:pk>/", views.version, name="version"),
    path("van-ban/<int:pk>/so-sanh/", views.version_changes, name="version_changes"),
    path("van-ban/<int:pk>/so-sanh/ban-so-sanh.docx", views.comparison_docx, name="comparison_docx"),
    path("van-ban/<int:pk>/so-sanh/ban-so-sanh.pdf", views.comparison_pdf, name="comparison_pdf"),
    path("van-ban/<int:pk>/tep/", views.version_source, name="version_source"),
]
