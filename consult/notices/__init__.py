"""Tells people what concerns them: inbox, e-mail through an outbox, daily digest. Listens to the ledger only."""
