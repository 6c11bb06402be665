from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "consult.notices"
    verbose_name = _("Thông báo")

    def ready(self):
        from consult.ledger.signals import recorded
        from consult.notices import exported, registry
        from consult.notices.queue import wake
        from consult.people import exports, post

        def on_recorded(entry, **_kwargs):
            if entry.verb in registry.verbs_told():
                wake("tell", book_id=entry.book_id)

        recorded.connect(on_recorded, dispatch_uid="notices", weak=False)
        exports.register("notices", exported.notices)
        post.register(_outbox)


def _outbox(to, subject, body, key):
    from consult.notices.mail_actions import queue_mail

    queue_mail(to, subject=subject, body=body, key=key)
