"""By which channel somebody hears of a kind of notice when nothing was chosen."""

from consult.notices.models import Kind, Preference

Channel = Preference.Channel
DEFAULTS = {
    Kind.INVITATION: Channel.NOW,
    Kind.ANSWER: Channel.NOW,
    Kind.REPLY: Channel.NOW,
    Kind.FILE: Channel.DAILY,
    Kind.WORK: Channel.NOW,
    Kind.ACCOUNT: Channel.NOW,
}
