"""The part of the sign-up form that is ours, consents, and the officer's form of memberships."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.core import vietnamese
from consult.kit.stored import word
from consult.kit.verdicts import Refused
from consult.people import actions
from consult.people.roles import Role, kinds_for
from consult.people.selectors import active_user_by_email, current_texts

MARKS = set(" .'’-")


def clean_person_name(raw: str) -> str:
    """A name of letters: it is written into mails, so it must not carry a sentence or an address."""
    name = vietnamese.clean_name(raw)
    letters = [char for char in name if char.isalpha()]
    if len(letters) < 2 or any(not (char.isalpha() or char in MARKS) for char in name):
        raise ValidationError(_("Họ và tên chỉ gồm chữ cái, dấu cách, dấu chấm, dấu nháy và gạch nối."))
    return name


class SignupForm(forms.Form):
    """Name and one unticked box per purpose; allauth adds e-mail and passwords."""

    field_order = ["full_name", "email", "password1", "password2"]
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = current_texts()
        for purpose, text in self.texts.items():
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=text.get_purpose_display(),
                help_text=word(text.text),
                required=text.required,
                initial=False,
                error_messages={"required": _("Cần đồng ý với mục này để mở tài khoản.")},
            )

    @property
    def account_fields(self):
        return [self[name] for name in self.fields if not name.startswith("consent_")]

    @property
    def consent_fields(self):
        return [self[name] for name in self.fields if name.startswith("consent_")]

    def clean_full_name(self):
        return clean_person_name(self.cleaned_data["full_name"])

    def signup(self, request, user):
        """Called by allauth once the account is there."""
        given = {purpose for purpose in self.texts if self.cleaned_data.get(f"consent_{purpose}")}
        actions.complete_registration(user, full_name=self.cleaned_data["full_name"], consents=given)


class MemberForm(forms.Form):
    """Give a role in one organisation to the person with this e-mail address."""

    email = forms.EmailField(label=_("Thư điện tử của người nhận vai trò"))
    role = forms.ChoiceField(label=_("Vai trò"))
    title = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["role"].choices = [
            (role.value, role.label) for role in Role if organisation.kind in kinds_for(role)
        ]

    def clean_email(self):
        user = active_user_by_email(self.cleaned_data["email"])
        if user is None:
            raise ValidationError(_("Không có tài khoản nào đang hoạt động dùng thư điện tử này."))
        self.user = user
        return user.email

    def save(self, by) -> bool:
        """Ask the action; a refusal is written into the form with everything kept."""
        try:
            actions.add_member(
                by,
                user=self.user,
                organisation=self.organisation,
                role=self.cleaned_data["role"],
                title=self.cleaned_data["title"],
            )
        except Refused as refused:
            self.add_error(None, str(refused))
            return False
        return True
