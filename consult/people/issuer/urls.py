"""The addresses of the library's provider, the way back with our checks."""

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import login
from django.urls import path

from consult.people.issuer.provider import IssuerAdapter

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", login, name="openid_connect_login"),
    path(
        "oidc/<slug:provider_id>/login/callback/",
        OAuth2CallbackView.adapter_view(IssuerAdapter.of),
        name="openid_connect_callback",
    ),
]
