from django.urls import path

from consult.consultations import attachment_views, plan_views, views, voice_views

urlpatterns = [
    path("ho-so-moi/", views.consultation_new, name="consultation_new"),
    path("ho-so/<slug:code>/quan-ly/", views.consultation_manage, name="consultation_manage"),
    path("ho-so/<slug:code>/mo/", views.consultation_open, name="consultation_open"),
    path("ho-so/<slug:code>/chuyen-giai-doan/", views.consultation_move, name="consultation_move"),
    path("ho-so/<slug:code>/gia-han/", views.consultation_extend, name="consultation_extend"),
    path("ho-so/<slug:code>/ban-moi/", views.consultation_renew, name="consultation_renew"),
    path("ho-so/<slug:code>/moi-chuyen-gia/", views.consultation_invite, name="consultation_invite"),
    path("ho-so/<slug:code>/muc-danh-tinh/", voice_views.consultation_levels, name="consultation_levels"),
    path("ho-so/<slug:code>/loi-ich/", voice_views.voice_interest, name="voice_interest"),
    path("ho-so/<slug:code>/tai-lieu/", attachment_views.attachments, name="attachments"),
    path(
        "ho-so/<slug:code>/tai-lieu/<int:pk>/tep/", attachment_views.attachment_file, name="attachment_file"
    ),
    path(
        "ho-so/<slug:code>/tai-lieu/<int:pk>/bo/",
        attachment_views.attachment_remove,
        name="attachment_remove",
    ),
    path("ho-so/<slug:code>/tom-tat/", attachment_views.summary, name="summary"),
    path("ho-so/<slug:code>/tom-tat/viet/", attachment_views.summary_edit, name="summary_edit"),
    path("ke-hoach-phan-bien/<slug:slug>/<int:year>/", plan_views.plan, name="plan"),
    path("ke-hoach-phan-bien/<slug:slug>/<int:year>/them/", plan_views.plan_new, name="plan_new"),
    path("muc-ke-hoach/<int:pk>/", plan_views.plan_item, name="plan_item"),
    path("muc-ke-hoach/<int:pk>/tinh-trang/", plan_views.plan_item_mark, name="plan_item_mark"),
    path("muc-ke-hoach/<int:pk>/vi-tri/", plan_views.plan_item_move, name="plan_item_move"),
    path("muc-ke-hoach/<int:pk>/bo/", plan_views.plan_item_remove, name="plan_item_remove"),
    path("muc-ke-hoach/<int:pk>/khoi-phuc/", plan_views.plan_item_restore, name="plan_item_restore"),
    path("loi-moi/<int:pk>/", views.invitation, name="invitation"),
]
