"""Addresses of the sockets: there is one."""

from django.urls import path

from consult.live.consumers import live_socket

websocket_urlpatterns = [path("live/", live_socket)]
