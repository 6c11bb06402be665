"""For administrators to look things up: read only, and without who is behind an opinion."""

from django.contrib import admin

from consult.reports.models import Answer, Compilation, Point


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Compilation)
class CompilationAdmin(ReadOnlyAdmin):
    list_display = ["consultation", "state", "closed_at", "answer_due", "published_at"]
    list_filter = ["state"]
    list_select_related = ["consultation"]
    exclude = ["snapshot"]


@admin.register(Point)
class PointAdmin(ReadOnlyAdmin):
    list_display = ["title", "compilation", "clause", "position"]
    list_filter = ["position"]
    list_select_related = ["compilation__consultation", "clause"]


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ["point", "code", "written_by", "written_at"]
    list_filter = ["code"]
    list_select_related = ["point", "written_by"]
