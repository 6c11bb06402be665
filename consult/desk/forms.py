from django import forms

from consult.desk.context import READ_SIZES, THEMES


class PreferencesForm(forms.Form):
    """How the reader wants to see the pages, sent without script."""

    theme = forms.ChoiceField(choices=[(name, name) for name in ("", *THEMES)], required=False)
    read = forms.ChoiceField(choices=[(name, name) for name in READ_SIZES], required=False)
