from django.urls import path

from consult.rounds import views, views_position

_ROUND = "hoi/dot/<int:pk>/"

urlpatterns = [
    path("hoi/", views.rounds, name="rounds"),
    path("hoi/dot/moi/<slug:code>/", views.round_new, name="round_new"),
    path(_ROUND, views.round, name="round"),
    path(f"{_ROUND}van-ban/", views.round_text, name="round_text"),
    path(f"{_ROUND}gop-y/moi/", views.round_say, name="round_say"),
    path(f"{_ROUND}gop-y/<int:said>/tra-loi/", views.round_reply, name="round_reply"),
    path(f"{_ROUND}gop-y/<int:said>/tan-thanh/", views.round_endorse, name="round_endorse"),
    path(f"{_ROUND}gop-y/<int:said>/rut/", views.round_withdraw, name="round_withdraw"),
    path(f"{_ROUND}gop-y/<int:said>/cong-khai/", views.round_publish, name="round_publish"),
    path(f"{_ROUND}quan-ly/", views_position.round_manage, name="round_manage"),
    path(f"{_ROUND}thoi-han/", views_position.round_extend, name="round_extend"),
    path(f"{_ROUND}ket-thuc/", views_position.round_end, name="round_end"),
    path(f"{_ROUND}moi-them/", views_position.round_ask, name="round_ask"),
    path(f"{_ROUND}phuong-an/moi/", views_position.round_line_new, name="round_line_new"),
    path(f"{_ROUND}phuong-an/<int:line>/", views_position.round_line, name="round_line"),
    path(f"{_ROUND}phuong-an/<int:line>/sua/", views_position.round_line_edit, name="round_line_edit"),
    path(f"{_ROUND}phuong-an/<int:line>/bo/", views_position.round_line_drop, name="round_line_drop"),
    path(f"{_ROUND}phuong-an/<int:line>/bieu-quyet/", views_position.round_vote_open, name="round_vote_open"),
    path(f"{_ROUND}phuong-an/<int:line>/ket-qua/", views_position.round_vote_show, name="round_vote_show"),
    path(f"{_ROUND}y-kien-khac/", views_position.round_dissent, name="round_dissent"),
    path(
        f"{_ROUND}y-kien-khac/<int:dissent>/rut/",
        views_position.round_dissent_withdraw,
        name="round_dissent_withdraw",
    ),
    path(f"{_ROUND}gui/", views_position.round_file, name="round_file"),
    path("hoi/y-kien/<int:pk>/", views_position.position, name="position"),
    path("hoi/y-kien/<int:pk>/bao-cao.docx", views_position.position_docx, name="position_docx"),
    path("hoi/y-kien/<int:pk>/bao-cao.pdf", views_position.position_pdf, name="position_pdf"),
]
