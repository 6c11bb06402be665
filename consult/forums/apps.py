from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "consult.forums"
    verbose_name = _("Góp ý")

    def ready(self):
        from consult.forums import (
            draft_selectors,
            exported,
            moderation_notify,
            moderation_verbs,
            notify,
            verbs,
        )
        from consult.notices import registry
        from consult.people import exports

        registry.on(verbs.COMMENT_POSTED.name, notify.on_posted)
        registry.on(verbs.COMMENT_RELEASED.name, notify.on_released)
        registry.on(verbs.COMMENT_ENTERED.name, notify.on_posted)
        registry.on(verbs.COMMENT_EDITED.name, notify.on_edited)
        registry.on(verbs.COMMENT_POSTED.name, moderation_notify.on_posted)
        registry.on(moderation_verbs.FLAGGED.name, moderation_notify.on_flagged)
        registry.on(moderation_verbs.APPEALED.name, moderation_notify.on_appealed)
        for verb in moderation_verbs.OF_OUTCOME.values():
            registry.on(verb.name, moderation_notify.on_ruled)
        registry.on(moderation_verbs.APPROVED.name, moderation_notify.on_approved)
        registry.on(verbs.COMMENT_ENDORSED.name, notify.on_endorsed)
        registry.reads(notify.COMMENT, notify.words_of_comments)
        registry.reads(notify.ENDORSEMENT, notify.words_of_endorsements)
        exports.register("drafts", draft_selectors.exported)
        exports.register("opinions", exported.opinions)
        exports.register("stances", exported.stances)
        exports.register("following", exported.following)
        exports.register("reports", exported.reports)
