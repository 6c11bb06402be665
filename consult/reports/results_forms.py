"""The filters of the published table as a form. It shows what the address asks; nothing is sent through it but the address."""

from django import forms
from django.utils.translation import gettext as _

from consult.reports import results_filters as filters
from consult.reports.results_filters import Asked


class ResultsFilter(forms.Form):
    """Words, clause, position, field; the state of the answer is kept from the pills. None must be chosen."""

    use_required_attribute = False

    def __init__(self, asked: Asked, choices: dict[str, list[tuple[str, str]]]):
        super().__init__()
        self.fields[filters.WORDS] = forms.CharField(
            label=_("Tìm trong điểm góp ý và trả lời"),
            help_text=_("Gõ có dấu hoặc không dấu."),
            max_length=filters.LONGEST,
            initial=asked.words,
            widget=forms.TextInput(attrs={"type": "search"}),
        )
        for name, label, every, initial in (
            (filters.CLAUSE, _("Điều khoản"), _("Mọi điều khoản"), asked.clause),
            (filters.POSITION, _("Quan điểm"), _("Mọi quan điểm"), asked.position),
            (filters.FIELD, _("Lĩnh vực của người góp ý"), _("Mọi lĩnh vực"), asked.field),
        ):
            options = [("", every), *choices[name]]
            self.fields[name] = forms.ChoiceField(label=label, choices=options, initial=initial)
        self.fields[filters.ANSWER] = forms.CharField(initial=asked.code, widget=forms.HiddenInput)
