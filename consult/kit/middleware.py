"""What every response keeps: refusals read well, private pages are not cached."""

from django.http import Http404
from django.shortcuts import render

from consult.kit.verdicts import NotThere, Refused, Stale


class refusals:
    """Refused -> 403 with its reason, NotThere -> 404, Stale -> 409 with both texts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, NotThere):
            raise Http404 from exception
        if isinstance(exception, Stale):
            context = {"reason": exception.reason, "stored": exception.stored, "sent": exception.sent}
            return render(request, "409.html", context, status=409)
        if isinstance(exception, Refused):
            return render(request, "refused.html", {"reason": exception.reason}, status=403)
        return None


def private_pages(get_response):
    """Pages of a signed-in person are never kept by a proxy (a shared cache once mixed up two people)."""

    def middleware(request):
        response = get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware
