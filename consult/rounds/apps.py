from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "consult.rounds"
    verbose_name = _("Đợt góp ý nội bộ của hội")

    def ready(self):
        from consult.consultations import collective
        from consult.ledger.models import Book
        from consult.live import gates
        from consult.notices import registry
        from consult.people import exports
        from consult.rounds import notify, selectors, verbs
        from consult.rounds.collective import work

        exports.register("rounds", selectors.my_rounds_data)
        collective.register(work)
        gates.register(Book.Kind.ROUND, selectors.audiences)
        registry.on(verbs.ROUND_OPENED.name, notify.on_opened)
        registry.on(verbs.MEMBERS_ASKED.name, notify.on_asked)
        registry.on(verbs.COMMENT_POSTED.name, notify.on_posted)
        registry.on(verbs.VOTE_OPENED.name, notify.on_vote)
        registry.on(verbs.ROUND_EXTENDED.name, notify.on_extended)
        registry.on(verbs.ROUND_ENDED.name, notify.on_ended)
        registry.on(verbs.ROUND_FILED.name, notify.on_filed)
        registry.on("comment.posted", notify.on_reply_to_filed)
        registry.on("answers.published", notify.on_answered)
