"""Drafts, immutable versions, the clause tree in the database, redlines between versions."""
