"""The server's entry point: HTTP to the WSGI application in lasting threads, WebSocket to the live feeds."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.config.settings.base")

# First, for it sets Django up; what follows reads settings and models.
from consult.config.wsgi import application as wsgi_application

# isort: split
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings

from consult.config import tuning
from consult.config.http import adapt, bound_bodies, keep_no_visits
from consult.config.routing import websocket_urlpatterns

if settings.ONE_CORE:
    tuning.keep_to_one_core()
bound_bodies(settings.REQUEST_LIMIT)
keep_no_visits()
application = ProtocolTypeRouter(
    {
        "http": adapt(wsgi_application, threads=settings.HTTP_THREADS, limit=settings.REQUEST_LIMIT),
        # The handshake of a page of another site, or of no page at all, is refused with 403.
        "websocket": AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns)),
    }
)
tuning.settle()
