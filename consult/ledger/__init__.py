"""Every act, once, in order, per book: audit trail, receipts, and the source of all feeds.

A book belongs to a consultation, a room, an organisation or the register of people. `record` is the last
statement of an action: it locks the book's row, checks that the book's present stage opens the verb, takes
the next number and writes an entry that commits to its content (salted) and to the entry before it.
"""
