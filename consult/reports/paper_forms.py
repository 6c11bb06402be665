"""The shape of a paper's prose: one field for each text that may be edited."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.core import papers

LONGEST = 20_000
_ROWS = 60  # letters on a line of the field, about


class ProseForm(forms.Form):
    """The fields follow the form of the paper; `version` is that of the prose which the writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, form: papers.Form, texts: dict[str, str], **kwargs):
        initial = {text.key: texts.get(text.key, text.default) for text in papers.texts_of(form)}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.keys = list(initial)
        for text in papers.texts_of(form):
            lines = sum(1 + len(line) // _ROWS for line in initial[text.key].split("\n"))
            self.fields[text.key] = forms.CharField(
                label=text.label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": min(max(lines, 1) + 1, 14), "lang": "vi"}),
                error_messages={"max_length": _("Đoạn này dài quá 20.000 ký tự.")},
            )

    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[key].replace("\r\n", "\n").strip() for key in self.keys}


class MakeForm(forms.Form):
    """Which file to make."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(choices=[("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel")])
