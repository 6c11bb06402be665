from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "consult.people"
    verbose_name = _("Người dùng và tổ chức")

    def ready(self):
        post_migrate.connect(_load_texts, sender=self, dispatch_uid="people.texts")
        from allauth.account import signals

        for signal in (signals.password_changed, signals.password_set, signals.password_reset):
            signal.connect(_password_changed, dispatch_uid="people.password")


def _load_texts(apps=None, using="default", **_kwargs):
    # After flush as after migrate; going back to no tables there is no model in the state.
    from django.apps import apps as present

    from consult.people.consents import load_texts

    try:
        load_texts((apps or present).get_model("people", "ConsentText"))
    except LookupError:
        return


def _password_changed(request, user, **_kwargs):
    from consult.people.actions import note_password_change

    note_password_change(user)
