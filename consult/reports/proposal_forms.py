"""Shape of a point that is made of a proposed group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.forums.models import Position


class TakeForm(forms.Form):
    """The title and position that the person settles on."""

    client_key = forms.CharField(max_length=64)
    title = forms.CharField(max_length=300, error_messages={"required": _("Xin đặt tên điểm góp ý.")})
    position = forms.ChoiceField(
        choices=Position.choices,
        error_messages={"required": _("Xin chọn quan điểm của điểm góp ý.")},
    )
