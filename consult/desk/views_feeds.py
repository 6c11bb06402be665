"""News and dates of files, for programs that subscribe to them."""

import hashlib

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from consult.core import ics
from consult.desk import feeds
from consult.kit.pages import page
from consult.kit.stored import word
from consult.kit.verdicts import NotThere


@page(budget=8, public=True)
def news(request, code=None):
    """Atom: what the bodies did, in one file or in all."""
    files, here = _files(request, code), request.path
    title = (
        f"{word(settings.SITE_NAME)}: {files[next(iter(files))].title}" if code else word(settings.SITE_NAME)
    )
    where = reverse("consultation", args=[code]) if code else reverse("consultations")
    text = feeds.atom(feeds.news(files), title=title, here=here, page=where, base=settings.SITE_URL)
    return _answer(request, text.encode(), "application/atom+xml; charset=utf-8")


@page(budget=9, public=True)
def dates(request, code=None):
    """A calendar: deadlines, sessions and polls, of one file or of all."""
    files = _files(request, code)
    name = files[next(iter(files))].title if code else _("Thời hạn và phiên họp")
    data = ics.calendar(name, feeds.dates(files, settings.SITE_URL), product=word(settings.SITE_NAME))
    return _answer(request, data, "text/calendar; charset=utf-8")


def _files(request, code):
    files = feeds.visible_files(request.user, code)
    if code and not files:
        raise NotThere("")
    return files


def _answer(request, data: bytes, kind: str):
    """With a tag by which a program asks whether anything is new."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(data, content_type=kind)
    response["ETag"] = tag
    return response
