"""What the layout shows on every page."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consult.kit.stored import word

_OUTCOME = re.compile(
    r"/ho-so/[^/]+/(ket-qua|du-lieu-mo)/|/co-quan-tra-loi/"
)  # pages of what became of a file
THEMES = ("light", "dark")
READ_SIZES = ("1", "2", "3")


@dataclass(frozen=True)
class Site:
    name: str
    tagline: str
    owner: str
    demo: bool
    note: str
    links: tuple


@dataclass(frozen=True)
class Prefs:
    """The reader's own choice, from cookies; empty theme follows the system."""

    theme: str
    read: str


def site(request):
    """Context of every template. Costs one query for a signed-in person, none for a visitor."""
    return {
        "site": Site(
            word(settings.SITE_NAME),
            word(settings.SITE_TAGLINE),
            word(settings.SITE_OWNER),
            settings.DEMO,
            "",
            _footer(),
        ),
        "nav": _nav(request),
        "prefs": _prefs(request),
        "account": SimpleLazyObject(lambda: _account(request)),
        "inbox_count": SimpleLazyObject(lambda: _unread(request)),
    }


def _footer():
    """Titles and links at the foot of every page."""
    look = [(reverse("experts"), _("Chuyên gia, nhà khoa học")), (reverse("search"), _("Tìm kiếm"))]
    if settings.DEMO:
        look.append((reverse("demo_mails"), _("Thư của bản trình diễn")))
    take_part = [
        (reverse("consultations"), _("Dự thảo lấy ý kiến")),
        (reverse("results_list"), _("Kết quả tiếp thu, giải trình")),
        (reverse("receipt_check"), _("Kiểm tra biên nhận")),
        (reverse("house_rules"), _("Quy tắc góp ý")),
    ]
    return ((_("Tham gia"), take_part), (_("Tra cứu"), look))


def _prefs(request) -> Prefs:
    theme = request.COOKIES.get("theme", "")
    read = request.COOKIES.get("read", "1")
    return Prefs(theme if theme in THEMES else "", read if read in READ_SIZES else "1")


def _nav(request):
    items = [
        ("consultations", _("Dự thảo")),
        ("results_list", _("Kết quả tiếp thu")),
        ("experts", pgettext("mục lục", "Chuyên gia")),
    ]
    here = "results_list" if _OUTCOME.match(request.path) else ""
    return [
        (url, label, name == here if here else request.path.startswith(url))
        for name, label in items
        for url in [reverse(name)]
    ]


@dataclass(frozen=True)
class Account:
    is_authenticated: bool
    label: str


def _account(request) -> Account:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Account(False, "")
    return Account(True, str(user))


def _unread(request) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return user.notices.filter(read_at=None).count()
