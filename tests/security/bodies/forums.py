"""Forms of writing: comments, replies, drafts, following, release, polls, print."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone


def forms(world) -> dict:
    things = world.things
    key, clause = str(uuid4()), things["clause"].pk
    soon = timezone.localtime() + timedelta(days=2)
    words = {"position": "no", "reason": "Lý do", "proposed": "", "criterion": ""}
    return {
        "comment_new": ("expert", {"clause": clause, "client_key": key, "shown": "named", **words}),
        "comment_edit": (
            "expert",
            {"edits": things["comment"].pk, "edition": things["comment"].edition, "client_key": key, **words},
        ),
        "reply_new": (
            "expert",
            {"parent": things["comment"].pk, "client_key": key, "reason": "Đồng tình", "shown": "named"},
        ),
        "comment_withdraw": ("expert", {}),
        "comment_endorse": ("second_expert", {}),
        "comment_release": ("coordinator", {"level": "anonymous", "reason": "Cần để thảo luận."}),
        "comment_naming": ("expert", {"dong-y": "1"}),
        "preview_text": ("expert", {"reason": "**Đậm**"}),
        "opinion_draft_save": (
            "expert",
            {"clause": clause, "client_key": key, "device": str(uuid4()), "shown": "named", **words},
        ),
        "opinion_draft_restore": ("expert", {"ban": things["opinion_draft"].saves.get().pk}),
        "opinion_draft_discard": ("expert", {}),
        "follow": ("expert", {"clause": clause}),
        "follow_choice": ("expert", {"tu-theo-doi": "1"}),
        "reading_seen": ("expert", {"number": 2, "het": "1"}),
        "print_copy_new": ("expert", {"loc": "khong-dong-y"}),
        "poll_new": (
            "coordinator",
            {"client_key": key, "clause": clause, "question": "Hỏi?", "closes_at": f"{soon:%Y-%m-%dT%H:%M}"},
        ),
        "poll": ("expert", {"client_key": key, "choice": "yes", "reason": ""}),
        "poll_close": ("coordinator", {}),
    }


def ready(world, name: str) -> None:
    """All of these are taken in the stage of comments."""
