"""Comments anchored to a clause of a version, in threads, with endorsements."""
