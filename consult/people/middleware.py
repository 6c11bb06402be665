"""Officers need a second factor: until they have one they see only the pages that set it up."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.people.selectors import is_staff_member

FREE = ("/tai-khoan/", "/static/", "/ngon-ngu/", "/giao-dien/")
# Recovery codes replace a lost factor; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factor(get_response):
    """Send an officer without a second factor to its set-up. A setting; the demo switches it off."""

    def middleware(request):
        if settings.STAFF_SECOND_FACTOR and not request.path.startswith(FREE) and _lacks_factor(request):
            messages.warning(
                request, _("Cán bộ cơ quan và hội đồng phải bật xác thực hai bước trước khi làm việc.")
            )
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _lacks_factor(request) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    officer = user.is_staff or is_staff_member(user)
    return officer and not user.authenticator_set.filter(type__in=FACTORS).exists()
