"""The provider: every ID token is checked in full, though the library trusts what it fetched over TLS.

Signature by the issuer's published keys, issuer, audience, times, a nonce bound to the state of this browser, and
the same subject in the token and in the user information. Any doubt is an OAuth2Error, which the library shows as
one sentence. Kept of the answer: subject and name; the address of e-mail goes into the sign-up form alone.
"""

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from django.utils.crypto import salted_hmac
from requests import RequestException

# Signatures by key pairs alone: with a shared secret whoever reads our settings could sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 60


def nonce_for(state_id: str) -> str:
    """The nonce that belongs to a state; the state is random, used once, and known to one browser's session."""
    return salted_hmac("consult.people.issuer.nonce", state_id, algorithm="sha256").hexdigest()


class IssuerClient(OAuth2Client):
    def get_redirect_url(self, authorization_url, scope, extra_params):
        return super().get_redirect_url(
            authorization_url, scope, {**extra_params, "nonce": nonce_for(self.state)}
        )


class IssuerAdapter(OpenIDConnectOAuth2Adapter):
    client_class = IssuerClient

    @classmethod
    def of(cls, request) -> "IssuerAdapter":
        """The adapter of the issuer that the address names; an issuer that is not configured is 404."""
        try:
            adapter = cls(request, request.resolver_match.kwargs["provider_id"])
            adapter.get_provider()
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        return adapter

    @property
    def openid_config(self):
        """The issuer's own description; one that names another issuer is refused."""
        config = super().openid_config
        wanted = self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]
        if str(config.get("issuer", "")).rstrip("/") != wanted.rstrip("/"):
            raise OAuth2Error("discovery names another issuer")
        return config

    def complete_login(self, request, app, token, **kwargs):
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
            info = self._fetch_user_info(token.token)
            if info["sub"] != claims["sub"]:
                raise OAuth2Error("another person's user information")
            return self.get_provider().sociallogin_from_response(request, {"userinfo": {**claims, **info}})
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("unusable answer of the issuer") from error

    def _decode_id_token(self, app, id_token: str) -> dict:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        claims = jwt.decode(
            id_token,
            _key_of(id_token, jwt.PyJWKSet.from_dict(answer.json())),
            algorithms=ALGORITHMS,
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("issued to another client")
        if claims["nonce"] != nonce_for(self.request.GET["state"]):
            raise OAuth2Error("nonce of another sign-in")
        return claims


def _key_of(id_token: str, keys: jwt.PyJWKSet) -> jwt.PyJWK:
    kid = jwt.get_unverified_header(id_token).get("kid")
    usable = [key for key in keys.keys if key.public_key_use in (None, "sig") and kid in (None, key.key_id)]
    if len(usable) != 1:
        raise OAuth2Error("no key, or more than one")
    return usable[0]


class IssuerProvider(OpenIDConnectProvider):
    oauth2_adapter_class = IssuerAdapter
    package = "consult.people.issuer"
    # A token handed in directly would carry no nonce of ours.
    supports_token_authentication = False

    def redirect(self, request, *args, **kwargs):
        try:
            return super().redirect(request, *args, **kwargs)
        except (OAuth2Error, RequestException, KeyError, ValueError) as error:
            return render_authentication_error(request, self, exception=error)

    def extract_extra_data(self, data):
        return {"userinfo": {name: data["userinfo"].get(name, "") for name in ("sub", "name")}}

    def extract_email_addresses(self, data):
        """Only the value true is a verified address: some issuers send the word "false"."""
        addresses = super().extract_email_addresses(data)
        for address in addresses:
            address.verified = data["userinfo"].get("email_verified") is True
        return addresses
