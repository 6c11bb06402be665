"""Who hears of polls: those who have spoken in the file when one opens, those who voted when it closes."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.models import Voice
from consult.notices.registry import Told
from consult.polls.models import Poll


def on_opened(entry) -> list[Told]:
    poll = Poll.objects.select_related("consultation", "clause").get(pk=entry.target_id)
    voices = Voice.objects.filter(consultation=poll.consultation, kind=Voice.Kind.PERSON)
    text = _("Mời bỏ phiếu thăm dò về %(place)s, hồ sơ %(code)s: %(question)s")
    return _told(poll, voices, text)


def on_closed(entry) -> list[Told]:
    poll = Poll.objects.select_related("consultation", "clause").get(pk=entry.target_id)
    voices = Voice.objects.filter(ballots__poll=poll)
    text = _("Đã có kết quả thăm dò về %(place)s, hồ sơ %(code)s: %(question)s")
    return _told(poll, voices, text)


def _told(poll: Poll, voices, text: str) -> list[Told]:
    people = tuple(voices.exclude(person=None).values_list("person_id", flat=True))
    if not people:
        return []
    words = text % {
        "place": poll.clause.citation,
        "code": poll.consultation.code,
        "question": poll.question,
    }
    return [Told(people, "file", words, reverse("poll", args=[poll.consultation.code, poll.pk]))]
