"""What the books of organisations and of people record. No entry holds a name or an address."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

ORGANISATION_CREATED = register(Verb("organisation.created", _("%(who)s đã lập tổ chức %(what)s"), "office"))
MEMBERSHIP_ADDED = register(Verb("membership.added", _("%(who)s đã giao vai trò: %(what)s"), "office"))
MEMBERSHIP_ENDED = register(Verb("membership.ended", _("%(who)s đã kết thúc vai trò: %(what)s"), "office"))
PERSON_REGISTERED = register(Verb("person.registered", _("%(who)s đã đăng ký tài khoản"), "owner"))
PERSON_DEACTIVATED = register(Verb("person.deactivated", _("%(who)s đã khóa tài khoản %(what)s"), "owner"))
PERSON_ACTIVATED = register(Verb("person.activated", _("%(who)s đã mở lại tài khoản %(what)s"), "owner"))
SIGNED_OUT = register(Verb("person.signed_out", _("%(who)s đã đăng xuất khỏi mọi thiết bị"), "owner"))
PASSWORD_CHANGED = register(Verb("password.changed", _("%(who)s đã đổi mật khẩu"), "owner"))
CONSENT_GIVEN = register(Verb("consent.given", _("%(who)s đã đồng ý xử lý dữ liệu: %(what)s"), "owner"))
CONSENT_WITHDRAWN = register(Verb("consent.withdrawn", _("%(who)s đã rút lại sự đồng ý: %(what)s"), "owner"))
