"""The one socket: feeds by book and sequence number. It asks the owner of a book who may read (gates)."""
