from django.urls import path

from consult.ledger import views

urlpatterns = [path("bien-nhan/", views.receipt_check, name="receipt_check")]
