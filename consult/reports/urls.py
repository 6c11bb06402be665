from django.urls import path

from consult.reports import (
    answering_views,
    deciding_views,
    paper_views,
    placing_views,
    results_views,
    views,
)

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
    path("ho-so/<slug:code>/tong-hop/quyet-dinh/", deciding_views.decision, name="decision"),
    path("ho-so/<slug:code>/tong-hop/quyet-dinh/mo/", deciding_views.decision_open, name="decision_open"),
    path(
        "ho-so/<slug:code>/tong-hop/quyet-dinh/phan-cong/",
        deciding_views.decision_assign,
        name="decision_assign",
    ),
    path(
        "ho-so/<slug:code>/tong-hop/quyet-dinh/nhan-dinh/<int:pk>/",
        deciding_views.decision_state,
        name="decision_state",
    ),
    path(
        "ho-so/<slug:code>/tong-hop/quyet-dinh/mo-bieu-quyet/",
        deciding_views.decision_vote_open,
        name="decision_vote_open",
    ),
    path(
        "ho-so/<slug:code>/tong-hop/quyet-dinh/bieu-quyet/",
        deciding_views.decision_vote,
        name="decision_vote",
    ),
    path(
        "ho-so/<slug:code>/tong-hop/quyet-dinh/ket-thuc/",
        deciding_views.decision_count,
        name="decision_count",
    ),
    path("ho-so/<slug:code>/tong-hop/quyet-dinh/ky/", deciding_views.decision_sign, name="decision_sign"),
    path("ho-so/<slug:code>/tong-hop/quyet-dinh/dung/", deciding_views.decision_stop, name="decision_stop"),
    path(
        "ho-so/<slug:code>/tong-hop/quyet-dinh/lap-lai/", deciding_views.report_reopen, name="report_reopen"
    ),
    path("ho-so/<slug:code>/bao-cao-hoi-dong/", deciding_views.signed_reports, name="signed_reports"),
    path("ho-so/<slug:code>/bao-cao-hoi-dong/<int:pk>/", deciding_views.signed_file, name="signed_file"),
    path("ho-so/<slug:code>/tra-loi/", answering_views.answers, name="answers"),
    path("ho-so/<slug:code>/tra-loi/cong-bo/", answering_views.answers_publish, name="answers_publish"),
    path("ho-so/<slug:code>/tra-loi/phan-cong/", answering_views.answers_assign, name="answers_assign"),
    path("ho-so/<slug:code>/tra-loi/<int:pk>/", answering_views.answer, name="answer"),
    path("ho-so/<slug:code>/tra-loi/<int:pk>/thoi-han/", answering_views.answer_date, name="answer_date"),
    path("ho-so/<slug:code>/tra-loi/<int:pk>/tra-lai/", answering_views.answer_back, name="answer_back"),
    path("ho-so/<slug:code>/tra-loi/<int:pk>/ghi-chu/", answering_views.answer_note, name="answer_note"),
    path(
        "ho-so/<slug:code>/tra-loi/<int:pk>/lam-ro/", answering_views.answer_question, name="answer_question"
    ),
    path("ho-so/<slug:code>/lam-ro/", answering_views.questions, name="questions"),
    path("ho-so/<slug:code>/lam-ro/<int:pk>/", answering_views.question, name="question"),
    path("diem-chuyen-den/", answering_views.forwardings, name="forwardings"),
    path("diem-chuyen-den/<int:pk>/", answering_views.forwarding, name="forwarding"),
    path("mau-tra-loi/", answering_views.stock_texts, name="stock_texts"),
    path("mau-tra-loi/<int:pk>/", answering_views.stock_text, name="stock_text"),
    path("mau-tra-loi/<int:pk>/bo/", answering_views.stock_text_remove, name="stock_text_remove"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/", paper_views.papers, name="official_papers"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/tep/<int:pk>/", paper_views.file, name="official_file"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/<slug:paper>/", paper_views.paper, name="official_paper"),
    path("ho-so/<slug:code>/van-ban-phat-hanh/<slug:paper>/lap/", paper_views.make, name="official_make"),
    path("doi-chieu/<slug:digest>/", paper_views.check, name="official_check"),
    path("ho-so/<slug:code>/ket-qua/", results_views.results, name="results"),
    path("ho-so/<slug:code>/ket-qua/diem/<int:pk>/", results_views.result, name="result"),
    path("ho-so/<slug:code>/ket-qua/dieu-khoan/<int:pk>/", results_views.clause, name="clause_story"),
    path("ho-so/<slug:code>/ket-qua/ban-tong-hop.docx", views.paper_docx, name="paper_docx"),
    path("ho-so/<slug:code>/ket-qua/ban-tong-hop.pdf", views.paper_pdf, name="paper_pdf"),
]
