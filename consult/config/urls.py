"""All addresses. Vietnamese in the path, the noun's code name in the URL name."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler500 = "consult.kit.errors.server_error"

urlpatterns = [
    path("", include("consult.desk.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("", include("consult.people.urls")),
    path("", include("consult.ledger.urls")),
    path("", include("consult.notices.urls")),
    path("", include("consult.live.urls")),
    path("", include("consult.experts.urls")),
    path("", include("consult.documents.urls")),
    path("", include("consult.consultations.urls")),
    path("", include("consult.forums.urls")),
    path("", include("consult.polls.urls")),
    path("", include("consult.rooms.urls")),
    path("", include("consult.reports.urls")),
    path("", include("consult.rounds.urls")),
    path("ngon-ngu/setlang/", login_not_required(set_language), name="set_language"),
    path("quan-tri/", admin.site.urls),
]
