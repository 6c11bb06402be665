"""The product's addresses and one page with nothing on it, to compare with."""

from django.shortcuts import render
from django.urls import path

from consult.config import urls as product
from consult.kit.pages import page

handler500 = product.handler500


@page(budget=4)
def empty(request):
    return render(request, "layouts/base.html")


urlpatterns = [path("trang-trong/", empty), *product.urlpatterns]
