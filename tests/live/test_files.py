"""Files live: what is pushed is exactly what a GET gives to that role, for every live verb; page + feed = page after."""

import re

import lxml.html
import pytest
from django.contrib.auth.models import AnonymousUser

from consult.consultations import actions as files
from consult.desk import live
from consult.forums import actions as forum
from consult.forums.models import Comment
from consult.ledger import registry
from consult.ledger.actions import record
from consult.ledger.models import Book
from consult.live import gates, selectors
from consult.live.models import Book as _Book  # noqa: F401
