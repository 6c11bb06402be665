"""The WSGI application: every HTTP request, under daphne (through the thread pool) or any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.config.settings.base")
application = get_wsgi_application()
