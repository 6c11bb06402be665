"""The last page: a fault with a code, or a clear notice when the database cannot be reached."""

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger("consult.kit")


def server_error(request):
    """handler500: 503 while the database is away (the next request connects anew), else 500 with a code."""
    kind = sys.exc_info()[0]
    if kind and issubclass(kind, (OperationalError, InterfaceError)):
        connection.close()
        response = HttpResponse(render_to_string("503.html", {"status": 503}), status=503)
        response["Retry-After"] = "10"
    else:
        code = secrets.token_hex(4)
        log.error("fault %s at %s", code, request.path, exc_info=True)
        response = HttpResponse(render_to_string("500.html", {"code": code}), status=500)
    response["Cache-Control"] = "no-store"
    return response
