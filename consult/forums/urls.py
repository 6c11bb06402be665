from django.urls import path

from consult.forums import (
    attachment_views,
    draft_views,
    evidence_views,
    following_views,
    intake_urls,
    moderation_urls,
    release_views,
    revision_views,
    views,
    wording_views,
)

urlpatterns = [
    path(
        "ho-so/<slug:code>/van-ban/<int:number>/y-kien-khong-con-cho/",
        views.comments_without_place,
        name="comments_without_place",
    ),
    path(
        "ho-so/<slug:code>/van-ban/khoan/<int:clause>/phuong-an/",
        wording_views.clause_wordings,
        name="clause_wordings",
    ),
    path("ho-so/<slug:code>/tai-lieu/<int:pk>/", attachment_views.attachment, name="attachment"),
    path("ho-so/<slug:code>/nhac-den/", wording_views.mentionable, name="mentionable"),
    path("ho-so/<slug:code>/theo-doi/", following_views.follow, name="follow"),
    path("theo-doi/", following_views.followed, name="followed"),
    path("theo-doi/lua-chon/", following_views.follow_choice, name="follow_choice"),
    path("ho-so/<slug:code>/gop-y/moi/", views.comment_new, name="comment_new"),
    path("gop-y/xem-truoc/", views.preview_text, name="preview_text"),
    path("ho-so/<slug:code>/gop-y/nhap/", draft_views.opinion_draft_save, name="opinion_draft_save"),
    path("ban-nhap/<int:pk>/", draft_views.opinion_draft, name="opinion_draft"),
    path("ban-nhap/<int:pk>/khoi-phuc/", draft_views.opinion_draft_restore, name="opinion_draft_restore"),
    path("ban-nhap/<int:pk>/bo/", draft_views.opinion_draft_discard, name="opinion_draft_discard"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/", views.comment, name="comment"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/bien-nhan/", views.comment_receipt, name="comment_receipt"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/cong-bo/", release_views.comment_release, name="comment_release"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/ho-ten/", release_views.comment_naming, name="comment_naming"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/tra-loi/", views.reply_new, name="reply_new"),
    path(
        "ho-so/<slug:code>/gop-y/<int:pk>/tep/<int:file>/", evidence_views.evidence_file, name="evidence_file"
    ),
    path("ho-so/<slug:code>/gop-y/<int:pk>/sua/", revision_views.comment_edit, name="comment_edit"),
    path(
        "ho-so/<slug:code>/gop-y/<int:pk>/cac-lan-sua/",
        revision_views.comment_revisions,
        name="comment_revisions",
    ),
    path("ho-so/<slug:code>/gop-y/<int:pk>/rut/", views.comment_withdraw, name="comment_withdraw"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/tan-thanh/", views.comment_endorse, name="comment_endorse"),
    *intake_urls.urlpatterns,
    *moderation_urls.urlpatterns,
]
