"""The door for mails of the account pages. The app that keeps the outbox registers itself here.

People stands below the outbox in the house, so it cannot call it; without a registered sender mails go out
at once by Django's own mail functions.
"""

from collections.abc import Callable

from django.core.mail import send_mail

Sender = Callable[[str, str, str, str], None]
_sender: list[Sender] = []


def register(sender: Sender) -> None:
    """Called once by the app of the outbox: `sender(to, subject, body, key)`. A later call replaces it."""
    _sender[:] = [sender]


def send(to: str, subject: str, body: str, key: str) -> None:
    """Hand one mail over, inside the caller's transaction if there is one. A repeated key is one mail."""
    if _sender:
        _sender[0](to, subject, body, key)
    else:
        send_mail(subject, body, None, [to])
