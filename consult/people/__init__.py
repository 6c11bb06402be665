"""Sign-in identity, organisations, memberships with roles, consents and personal-data requests."""
