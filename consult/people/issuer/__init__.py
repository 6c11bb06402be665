"""Sign-in by an OpenID Connect issuer (settings OIDC_*), stricter than the library: its provider and addresses."""
