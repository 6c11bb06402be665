"""For administrators to look things up: read only. Ballots are not shown to anybody here."""

from django.contrib import admin

from consult.polls.models import Poll


@admin.register(Poll)
class PollAdmin(admin.ModelAdmin):
    list_display = ["id", "question", "consultation", "clause", "state", "closes_at"]
    list_filter = ["state"]
    list_select_related = ["consultation", "clause"]
    exclude = ["client_key"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
