from django import forms

from consult.notices.models import Kind, Preference


class ChannelsForm(forms.Form):
    """One choice of channel per kind of notice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=Preference.Channel.choices,
                widget=forms.Select(attrs={"class": "select"}),
            )
