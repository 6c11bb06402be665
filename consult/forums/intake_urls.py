"""Addresses of opinions from paper; part of the forum's."""

from django.urls import path

from consult.forums import intake_views, table_views

FILE = "ho-so/<slug:code>/van-ban-gop-y/"

urlpatterns = [
    path(FILE, intake_views.papers, name="papers"),
    path(f"{FILE}moi/", intake_views.paper_new, name="paper_new"),
    path(f"{FILE}bang/moi/", table_views.table_new, name="table_new"),
    path(f"{FILE}bang/mau.xlsx", table_views.table_template_xlsx, name="table_template_xlsx"),
    path(f"{FILE}bang/mau.docx", table_views.table_template_docx, name="table_template_docx"),
    path(f"{FILE}<int:pk>/", intake_views.paper, name="paper"),
    path(f"{FILE}<int:pk>/y-kien/", intake_views.paper_opinion, name="paper_opinion"),
    path(f"{FILE}<int:pk>/ban-chup/", intake_views.paper_scan, name="paper_scan"),
    path(f"{FILE}<int:pk>/thu-hoi/", intake_views.paper_undo, name="paper_undo"),
    path(f"{FILE}<int:pk>/bang/", table_views.table, name="table"),
    path(f"{FILE}<int:pk>/bang/cot/", table_views.table_columns, name="table_columns"),
    path(f"{FILE}<int:pk>/bang/chap-nhan/", table_views.table_accept, name="table_accept"),
    path(f"{FILE}<int:pk>/bang/nhap/", table_views.table_start, name="table_start"),
    path(f"{FILE}<int:pk>/bang/dong/<int:number>/", table_views.table_row, name="table_row"),
]
