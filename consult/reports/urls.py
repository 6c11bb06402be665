from django.urls import path

from consult.reports import feedback_views, paper_views, placing_views, results_views, views

urlpatterns = [
    path("ho-so/<slug:code>/tong-hop/", views.compile, name="compile"),
    path("ho-so/<slug:code>/tong-hop/bat-dau/", views.compile_start, name="compile_start"),
    path("ho-so/<slug:code>/tong-hop/xep/", views.compile_place, name="compile_place"),
    path("ho-so/<slug:code>/tong-hop/hoan-tac/", views.compile_undo, name="compile_undo"),
    path("ho-so/<slug:code>/tong-hop/chot/", views.compile_close, name="compile_close"),
    path("ho-so/<slug:code>/tong-hop/lui-lai/", placing_views.step_undo, name="step_undo"),
    path("ho-so/<slug:code>/tong-hop/trich/<int:pk>/", placing_views.compile_quote, name="compile_quote"),
    path(
        "ho-so/<slug:code>/tong-hop/bo-trich/<int:pk>/", placing_views.compile_unquote, name="compile_unquote"
    ),
    path("ho-so/<slug:code>/tong-hop/chuyen/<int:pk>/", placing_views.compile_move, name="compile_move"),
    path("ho-so/<slug:code>/tong-hop/khong-tinh/", placing_views.aside_propose, name="aside_propose"),
    path(
        "ho-so/<slug:code>/tong-hop/khong-tinh/<int:pk>/", placing_views.aside_confirm, name="aside_confirm"
    ),
    path("ho-so/<slug:code>/tong-hop/tro-lai/<int:pk>/", placing_views.aside_lift, name="aside_lift"),
    path("ho-so/<slug:code>/tong-hop/nhan/", placing_views.compile_tag, name="compile_tag"),
    path("ho-so/<slug:code>/tong-hop/ghi-chu/", placing_views.compile_note, name="compile_note"),
    path("ho-so/<slug:code>/tong-hop/ghi-chu/<int:pk>/xoa/", placing_views.note_remove, name="note_remove"),
    path("ho-so/<slug:code>/tong-hop/phan-cong/", placing_views.compile_assign, name="compile_assign"),
    path("ho-so/<slug:code>/tong-hop/dang-doc/", placing_views.compile_seen, name="compile_seen"),
    path("ho-so/<slug:code>/tong-hop/diem/<int:pk>/gop/", placing_views.point_merge, name="point_merge"),
    path("ho-so/<slug:code>/y-kien-khong-tinh/<int:pk>/", placing_views.aside_mine, name="aside_mine"),
    path("ho-so/<slug:code>/tong-hop/diem/moi/", views.point_new, name="point_new"),
    path("ho-so/<slug:code>/tong-hop/diem/<int:pk>/", views.point_edit, name="point_edit"),
    path("ho-so/<slug:code>/tong-hop/diem/<int:pk>/bo/", views.point_delete, name="point_delete"),
    path("ho-so/<slug:code>/tra-loi/", views.answers, name="answers"),
    path("ho-so/<slug:code>/tra-loi/<int:pk>/", views.answer, name="answer"),
    path("ho-so/<slug:code>/tra-loi/cong-bo/", views.answers_publish, name="answers_publish"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/", paper_views.papers, name="official_papers"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/tep/<int:pk>/", paper_views.file, name="official_file"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/<slug:paper>/", paper_views.paper, name="official_paper"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/<slug:paper>/lap/", paper_views.make, name="official_make"),
    path("doi-chieu/<slug:digest>/", paper_views.check, name="official_check"),
    path("ho-so/<slug:code>/ket-qua/", results_views.results, name="results"),
    path("ho-so/<slug:code>/hinh/", results_views.figures, name="figures"),
    path("y-kien-cua-toi/", feedback_views.my_opinions, name="my_opinions"),
    path("y-kien-cua-toi/<int:pk>/", feedback_views.my_opinion, name="my_opinion"),
    path("y-kien-cua-toi/<int:pk>/danh-gia/", feedback_views.opinion_rate, name="opinion_rate"),
    path("y-kien-cua-toi/<int:pk>/phan-doi/", feedback_views.opinion_object, name="opinion_object"),
    path("ho-so/<slug:code>/phan-doi/", feedback_views.objections, name="objections"),
    path("ho-so/<slug:code>/phan-doi/<int:pk>/", feedback_views.objection_answer, name="objection_answer"),
    path("ho-so/<slug:code>/ket-qua/diem/<int:pk>/", results_views.result, name="result"),
    path("ho-so/<slug:code>/ket-qua/dieu-khoan/<int:pk>/", results_views.clause, name="clause_story"),
    path("ho-so/<slug:code>/ket-qua/ban-tong-hop.docx", views.paper_docx, name="paper_docx"),
    path("ho-so/<slug:code>/ket-qua/ban-tong-hop.pdf", views.paper_pdf, name="paper_pdf"),
]
