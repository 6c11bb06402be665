"""For administrators to look things up: read only, and without who is behind a voice."""

from django.contrib import admin

from consult.forums.models import Comment


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    list_display = ["id", "consultation", "clause", "position", "shown", "state", "created_at"]
    list_filter = ["state", "position"]
    list_select_related = ["consultation", "clause"]
    exclude = ["voice", "search", "folded", "client_key", "number"]

    def get_queryset(self, request):
        return super().get_queryset(request).public()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
