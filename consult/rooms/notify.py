"""Who hears of a room: told to the notices from apps.py."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit import writing
from consult.notices.registry import Told
from consult.rooms.models import Room


def on_created(entry) -> list[Told]:
    """A session was called: its hosts, all who have a voice in the file, all who accepted an invitation."""
    room = Room.objects.select_related("consultation").filter(pk=entry.target_id).first()
    if room is None:
        return []
    people = {room.chair_id, room.secretary_id}
    people.update(room.consultation.voices.exclude(person=None).values_list("person_id", flat=True))
    accepted = room.consultation.invitations.filter(state="accepted")
    people.update(accepted.values_list("expert__user_id", flat=True))
    people.discard(room.created_by_id)
    text = _("Phiên thảo luận “%(title)s” họp lúc %(time)s.") % {
        "title": vietnamese.clean_name(room.title)[:300],
        "time": writing.datetime_text(timezone.localtime(room.starts_at)),
    }
    return [Told(tuple(sorted(people)), "file", text, reverse("room", args=[room.pk]))]
