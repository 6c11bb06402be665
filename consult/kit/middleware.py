"""What every response keeps: refusals read well, private pages are not cached."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.kit import kept
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


class SignInFirst(LoginRequiredMiddleware):
    """As Django's, but a form that comes after the session ended is kept and offered again after sign-in."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.method == "POST" and request.user.is_authenticated:
            kept.forget(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        # Only views of ours declare a budget; those of the account pages may carry passwords.
        if request.method == "POST" and hasattr(view_func, "budget") and kept.keep(request):
            messages.info(
                request, _("Phiên làm việc đã hết hạn. Xin đăng nhập lại, nội dung đã viết được giữ.")
            )
            return redirect_to_login(reverse("kept_form"), self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)


def content_security_policy(get_response):
    """One constant policy on every response: nothing inline, nothing from elsewhere. Written once, at start."""
    policy = "; ".join(
        f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY.items()
    )

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def private_pages(get_response):
    """Pages of a signed-in person are never kept by a proxy (a shared cache once mixed up two people)."""

    def middleware(request):
        response = get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware
