"""By which channel somebody hears of a kind of notice when nothing was chosen."""

from consult.notices.models import Channel, Kind

DEFAULTS = {
    Kind.INVITATION: Channel.NOW,
    Kind.ANSWER: Channel.NOW,
    Kind.REPLY: Channel.NOW,
    Kind.FILE: Channel.DAILY,
    Kind.WORK: Channel.NOW,
    Kind.ACCOUNT: Channel.NOW,
    Kind.CLAUSE: Channel.DAILY,
    Kind.MENTION: Channel.NOW,
    Kind.ENDORSED: Channel.WEEKLY,
    Kind.EDITED: Channel.DAILY,
    Kind.VERSION: Channel.DAILY,
    Kind.DEADLINE: Channel.NOW,
    Kind.MODERATION: Channel.NOW,
}
