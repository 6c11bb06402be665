from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.documents.querysets import ClauseQuerySet, DraftQuerySet, VersionQuerySet
from consult.kit.keys import KeyedModel
from consult.people.models import Organisation


class Draft(models.Model):
    """A text that an agency prepares, through all its versions."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", _("Nghị quyết")
        DECISION = "decision", _("Quyết định")
        PLAN = "plan", _("Kế hoạch")
        PROGRAMME = "programme", _("Chương trình")
        SCHEME = "scheme", _("Đề án")
        OTHER = "other", _("Văn bản khác")

    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="drafts")
    title = models.CharField(_("tên dự thảo"), max_length=500)
    kind = models.CharField(_("loại văn bản"), max_length=16, choices=Kind.choices)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self):
        return self.title


class DraftVersion(KeyedModel):
    """One version. Published, it is frozen for ever (a trigger refuses every change of it and its clauses)."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Đang chuẩn bị")
        PUBLISHED = "published", _("Đã công bố")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    source = models.FileField(upload_to="drafts/%Y/%m")
    source_name = models.CharField(max_length=200)
    source_hash = models.CharField(max_length=64)
    header = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    furniture = models.JSONField(default=list)
    note = models.TextField(_("nội dung thay đổi chính"), blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    # The officer who declared that the text holds no state secret, and when.
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    tree_hash = models.CharField(max_length=64, blank=True)
    # The published version that it was begun from, where it is written in place; None for an upload.
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # how often its tree was repaired, undoing included

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="version_once_per_number"),
            models.UniqueConstraint(fields=["uploaded_by", "client_key"], name="version_once_per_key"),
            models.CheckConstraint(
                name="version_published_is_declared",
                condition=Q(state="prepared") | Q(published_at__isnull=False, declared_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.draft} ({self.number})"


class Reading(KeyedModel):
    """A file that takes long to read (.doc, .pdf, very large ones): kept until a job has read it into a version."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ đọc")
        READING = "reading", _("Đang đọc")
        DONE = "done", _("Đã đọc")
        REFUSED = "refused", _("Không nhận")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="readings")
    source = models.FileField(upload_to="readings/%Y/%m")
    source_name = models.CharField(max_length=200)
    source_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)  # why the file was refused
    version = models.ForeignKey(DraftVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "client_key"], name="reading_once_per_key")]

    def __str__(self):
        return self.source_name


class Clause(models.Model):
    """One node of the clause tree: a unit that can be cited and commented."""

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="clauses")
    ident = models.CharField(max_length=200)  # id of the node within its version
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=200, blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=250)
    within = models.CharField(max_length=40, default="main")
    citation = models.CharField(max_length=250)
    folded = models.TextField(blank=True)
    search = SearchVectorField(null=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "ident"], name="clause_once_per_ident"),
            models.UniqueConstraint(fields=["version", "order"], name="clause_once_per_order"),
        ]
        indexes = [GinIndex(fields=["search"], name="clause_search")]

    def __str__(self):
        return self.citation


class Repair(KeyedModel):
    """A step by which an officer corrected the tree of a prepared version; what it changed is kept for undoing."""

    class Kind(models.TextChoices):
        PROMOTE = "promote", _("Nâng cấp")
        DEMOTE = "demote", _("Hạ cấp")
        MERGE = "merge", _("Gộp với đơn vị trước")
        SPLIT = "split", _("Tách")
        RETYPE = "retype", _("Đổi loại")
        RETITLE = "retitle", _("Dời ranh giới nhãn, tiêu đề")
        REWORD = "reword", _("Sửa lời văn")
        STRIKE = "strike", _("Bỏ đơn vị")
        UNDO = "undo", _("Hoàn tác")
        REDO = "redo", _("Làm lại")

    # Steps that change letters, not borders: of a version written in place alone.
    WORDS = (Kind.REWORD, Kind.STRIKE)

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="repairs")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    place = models.CharField(max_length=250, blank=True)  # the unit as it was cited before
    # Where the tree differs: start, nodes before and after, names of the units, warnings. None: cannot be undone.
    change = models.JSONField(null=True)
    undone = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="repair_once_per_number"),
            models.UniqueConstraint(fields=["by", "client_key"], name="repair_once_per_key"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.place}".strip()


class ClauseLink(models.Model):
    """What became of a clause in the next version, made when that version is published."""

    old_version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="links_forward")
    new_version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="links_back")
    old = models.ForeignKey(Clause, null=True, on_delete=models.CASCADE, related_name="links_forward")
    new = models.ForeignKey(Clause, null=True, on_delete=models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=12)
    score = models.FloatField(default=0)
    rule = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_has_a_side", condition=Q(old__isnull=False) | Q(new__isnull=False)
            )
        ]

    def __str__(self):
        return f"{self.old_id} -> {self.new_id} ({self.kind})"
