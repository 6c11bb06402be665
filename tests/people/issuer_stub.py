"""An OpenID Connect issuer on a port of its own, as small as the standard allows, and every way to be wrong."""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KID = "consult-tests", "bi-mat-cua-noi-cap", "khoa-1"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Issuer:
    """`person` is who signs in; the other fields change one answer each and are reset by `honest()`."""

    url: str = ""
    key: object = field(default_factory=new_key)
    person: dict = field(default_factory=dict)
    claims: dict = field(default_factory=dict)  # put over the claims of the ID token; None removes
    signer: object = None  # another private key
    algorithm: str = "RS256"
    headers: dict = field(default_factory=dict)
    userinfo: dict = field(default_factory=dict)
    discovery: dict = field(default_factory=dict)
    token: dict | None = None  # the whole answer of the token address
    down: bool = False
    codes: dict = field(default_factory=dict)
    seen: list = field(default_factory=list)

    def honest(self, **person):
        self.person = {"sub": f"dinh-danh-{secrets.token_hex(4)}", "name": "Đỗ Thị Hạnh", **person}
        self.claims, self.signer, self.algorithm, self.headers = {}, None, "RS256", {}
        self.userinfo, self.discovery, self.token, self.down = {}, {}, None, False
        self.seen.clear()
        return self

    def describe(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorise",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.discovery,
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KID, "use": "sig", "alg": "RS256"}]}

    def authorise(self, query):
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        self.seen.append(("authorise", query))
        return f"{query['redirect_uri']}?{urllib.parse.urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form):
        """The answer to a code, or None: used twice, another client, another browser (PKCE)."""
        asked = self.codes.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        if asked["code_challenge"] != challenge or asked["redirect_uri"] != form.get("redirect_uri"):
            return None
        self.seen.append(("exchange", form))
        return self.token or {
            "access_token": "the-access",
            "token_type": "Bearer",
            "id_token": self.id_token(asked.get("nonce")),
        }

    def id_token(self, nonce):
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": self.person["sub"], "iat": now, "exp": now + 300}
        claims = {**claims, "nonce": nonce, **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signer or self.key
        key = None if self.algorithm == "none" else key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": KID, **self.headers})


def _handler(issuer: Issuer):
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *given):
            pass

        def _json(self, value, status=200):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            place = urllib.parse.urlsplit(self.path)
            query = dict(urllib.parse.parse_qsl(place.query))
            if issuer.down:
                return self._json({"error": "down"}, 503)
            if place.path == "/authorise":
                self.send_response(302)
                self.send_header("Location", issuer.authorise(query))
                self.send_header("Content-Length", "0")
                return self.end_headers()
            if place.path == "/userinfo":
                if self.headers.get("Authorization") != "Bearer the-access":
                    return self._json({}, 401)
                return self._json({**issuer.person, **issuer.userinfo})
            pages = {"/.well-known/openid-configuration": issuer.describe, "/keys": issuer.keys}
            return self._json(pages[place.path]()) if place.path in pages else self._json({}, 404)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = issuer.exchange(dict(urllib.parse.parse_qsl(body)))
            return self._json(answer) if answer else self._json({"error": "invalid_grant"}, 400)

    return Handler


@contextlib.contextmanager
def running():
    """An honest issuer that answers on 127.0.0.1."""
    issuer = Issuer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(issuer))
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
