from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "consult.experts"
    verbose_name = _("Chuyên gia")

    def ready(self):
        from consult.experts import actions, notify, selectors
        from consult.notices import registry
        from consult.people import consents, exports

        post_migrate.connect(_load_levels, sender=self, dispatch_uid="experts.levels")
        consents.on_change("register", actions.follow_consent)
        exports.register("expert", selectors.my_expert_data)
        registry.on("verification.asked", notify.on_asked)
        registry.on("verification.decided", notify.on_decided)


def _load_levels(apps=None, using="default", **_kwargs):
    from django.apps import apps as present

    from consult.experts.fields import load_levels

    try:
        load_levels((apps or present).get_model("experts", "Field"))
    except LookupError:
        return
