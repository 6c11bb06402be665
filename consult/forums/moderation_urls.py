"""Addresses of moderation: reports, decisions, the log, the rules of conduct."""

from django.urls import path

from consult.forums import moderation_views as moderation

urlpatterns = [
    path("quy-tac-gop-y/", moderation.house_rules, name="house_rules"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/bao-cao/", moderation.comment_flag, name="comment_flag"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/quyet-dinh/", moderation.comment_ruling, name="comment_ruling"),
    path("ho-so/<slug:code>/kiem-duyet/", moderation.moderation, name="moderation"),
    path("ho-so/<slug:code>/kiem-duyet/<int:pk>/", moderation.moderation_case, name="moderation_case"),
    path("ho-so/<slug:code>/kiem-duyet/<int:pk>/quyet-dinh/", moderation.case_rule, name="case_rule"),
    path("ho-so/<slug:code>/kiem-duyet/<int:pk>/giao/", moderation.case_assign, name="case_assign"),
    path("ho-so/<slug:code>/kiem-duyet/<int:pk>/ghi-chu/", moderation.case_note, name="case_note"),
    path("ho-so/<slug:code>/nhat-ky-kiem-duyet/", moderation.moderation_log_page, name="moderation_log"),
    path(
        "ho-so/<slug:code>/nhat-ky-kiem-duyet/tai-ve/",
        moderation.moderation_log_sheet,
        name="moderation_log_sheet",
    ),
    path("ho-so/<slug:code>/cach-nhan-y-kien/", moderation.conduct, name="conduct"),
]
