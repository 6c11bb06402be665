"""For administrators to look things up. Nothing is changed here: every act has its page and its rule."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from consult.people.models import Commune, Consent, ConsentText, Membership, Organisation, User

admin.site.site_header = admin.site.site_title = admin.site.index_title = _("Quản trị hệ thống")
# Two tables of libraries without words of their own for a catalogue to translate. No option of their classes
# changes, so no migration follows.
for _model, _name in ((Authenticator, _("Xác thực hai bước")), (ProcrastinateJob, _("việc chạy nền"))):
    _model._meta.verbose_name = _model._meta.verbose_name_plural = _name


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["full_name", "email", "is_active", "date_joined"]
    search_fields = ["full_name", "email"]
    exclude = ["password"]


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["short_name", "kind", "level", "valid_from", "valid_to"]
    list_filter = ["kind", "level"]
    search_fields = ["official_name", "short_name"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "organisation", "role", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "organisation"]


@admin.register(ConsentText)
class ConsentTextAdmin(ReadOnlyAdmin):
    list_display = ["purpose", "version", "required"]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ["user", "text", "given", "at", "channel"]
    list_select_related = ["user", "text"]


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "province"]
    search_fields = ["code", "name"]
