"""A notice is its owner's alone."""

from consult.kit.verdicts import YES, Verdict, hidden


def may_read(user, notice) -> Verdict:
    return YES if user.is_authenticated and notice.user_id == user.pk else hidden()
