"""Shape of what the council sends about one opinion."""

from django import forms

from consult.reports.models import SetAside
from consult.reports.quotes import Chosen


class ChosenForm(forms.Form):
    """Words marked in an opinion; `start` counts letters where a script marked them."""

    part = forms.ChoiceField(choices=[("reason", ""), ("proposed", "")], required=False)
    words = forms.CharField(strip=False, required=False, max_length=100_000)
    start = forms.IntegerField(required=False, min_value=0)
    edition = forms.IntegerField(required=False, min_value=1)

    def chosen(self) -> tuple[Chosen, ...]:
        """What was marked; nothing where no words came."""
        if not self.is_valid() or not self.cleaned_data["words"].strip():
            return ()
        data = self.cleaned_data
        return (Chosen(data["part"], data["words"], data["start"], data["edition"]),)


class AsideForm(forms.Form):
    """Why an opinion is set aside."""

    reason = forms.ChoiceField(choices=SetAside.Reason.choices, required=False)
    note = forms.CharField(required=False, max_length=5000)
