"""The one announcement of the house: an entry was committed. Notices and the socket listen."""

from django.dispatch import Signal

recorded = Signal()  # entry
