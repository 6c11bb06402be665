from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation, Voice
from consult.documents.models import Clause
from consult.kit.keys import KeyedModel
from consult.ledger.models import Book


class Room(KeyedModel):
    """A live session of a consultation, with a book of its own."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Sắp họp")
        OPEN = "open", _("Đang họp")
        CLOSED = "closed", _("Đã kết thúc")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="rooms")
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="room")
    title = models.CharField(_("tên phiên"), max_length=300)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    secretary = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "client_key"], name="room_once_per_key"),
        ]

    def __str__(self):
        return self.title


class AgendaItem(models.Model):
    class State(models.TextChoices):
        NEXT = "next", _("Sắp tới")
        NOW = "now", _("Đang thảo luận")
        DONE = "done", _("Đã xong")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=5, choices=State.choices, default=State.NEXT)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["room", "order"]
        constraints = [
            models.UniqueConstraint(fields=["room", "order"], name="agenda_once_per_order"),
            models.UniqueConstraint(fields=["room"], condition=Q(state="now"), name="one_agenda_item_now"),
        ]

    def __str__(self):
        return self.title


class Message(KeyedModel):
    """Something said in writing."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="messages")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="messages")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["room", "voice", "client_key"], name="message_once_per_key"),
            models.CheckConstraint(name="message_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.pk}"


class Turn(KeyedModel):
    """A request to speak and what became of it."""

    class State(models.TextChoices):
        ASKED = "asked", _("Đang chờ")
        SPEAKING = "speaking", _("Đang phát biểu")
        DONE = "done", _("Đã phát biểu")
        WITHDRAWN = "withdrawn", _("Đã rút")

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="turns")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="turns")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["room"], condition=Q(state="speaking"), name="one_speaker"),
            models.UniqueConstraint(fields=["room", "voice", "client_key"], name="turn_once_per_key"),
            models.UniqueConstraint(
                fields=["room", "voice"],
                condition=Q(state__in=["asked", "speaking"]),
                name="one_turn_waiting_per_voice",
            ),
        ]

    def __str__(self):
        return f"{self.room_id}: {self.voice_id}"


class Show(KeyedModel):
    """A show of hands."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang biểu quyết")
        CLOSED = "closed", _("Đã biểu quyết")

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="shows")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="shows")
    question = models.CharField(max_length=500)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["room"], condition=Q(state="open"), name="one_show_open"),
            models.UniqueConstraint(fields=["room", "client_key"], name="show_once_per_key"),
        ]

    def __str__(self):
        return self.question


class Hand(models.Model):
    class Value(models.TextChoices):
        YES = "yes", _("Tán thành")
        NO = "no", _("Không tán thành")
        ABSTAIN = "abstain", _("Không biểu quyết")

    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="hands")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="hands")
    value = models.CharField(max_length=8, choices=Value.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["show", "voice"], name="one_hand_per_voice")]

    def __str__(self):
        return f"{self.show_id}: {self.voice_id}"


class Attendance(models.Model):
    """A voice came into the room; the minutes list these. Presence itself is never stored."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="attendances")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "voice"], name="attended_once")]

    def __str__(self):
        return f"{self.room_id}: {self.voice_id}"
