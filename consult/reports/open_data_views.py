"""The open data of a closed file, for everybody: a page that says what they are, the data, the description of the addresses."""

import zipfile

from django.conf import settings
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import page
from consult.kit.stored import word
from consult.reports import open_data_schema, open_data_selectors

AGAIN = 120  # seconds until one asks again


@page(budget=10, public=True)
def open_data(request, code):
    """What the data are, how they were made, where they are."""
    found = open_data_selectors.open_data_page(request.user, consultation_or_404(request.user, code))
    return render(request, "reports/open_data.html", {"page": found, "consultation": found.consultation})


@page(budget=9, public=True)
def open_data_zip(request, code):
    kept = open_data_selectors.bundle_or_404(request.user, consultation_or_404(request.user, code))
    if kept is None:
        return _later()
    name = f"du-lieu-mo-{code.lower()}-{kept.version}.zip"
    return FileResponse(
        kept.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )


@page(budget=9, public=True)
def open_data_json(request, code):
    kept = open_data_selectors.bundle_or_404(request.user, consultation_or_404(request.user, code))
    if kept is None:
        return _later()
    with kept.file.open("rb") as file, zipfile.ZipFile(file) as bundle:
        return HttpResponse(bundle.read("data.json"), content_type="application/json; charset=utf-8")


@page(budget=3, public=True)
def open_data_api(request):
    """The OpenAPI document."""
    paths = {
        name: reverse(f"open_data_{name}", args=["X-0"]).replace("X-0", "{code}") for name in ("json", "zip")
    }
    return JsonResponse(
        open_data_schema.openapi(settings.SITE_URL, paths, word(settings.SITE_NAME)),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _later():
    words = _("Dữ liệu đang được lập lại. Xin quay lại sau ít phút.")
    return HttpResponse(
        words, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": AGAIN}
    )
