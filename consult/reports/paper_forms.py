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


class SentForm(forms.Form):
    """An association's report was sent: which data, to whom; number and date of the paper if it has them."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    digest = forms.ChoiceField(label=_("Báo cáo đã gửi"))
    to = forms.MultipleChoiceField(
        label=_("Nơi nhận"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Xin chọn ít nhất một nơi nhận.")},
    )
    number = forms.CharField(
        label=_("Số, ký hiệu văn bản"), max_length=60, required=False, help_text=_("Ví dụ: 12/BC-LHH.")
    )
    dated = forms.DateField(
        label=_("Ngày văn bản"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Xin ghi ngày của văn bản.")},
    )
    use_required_attribute = False

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        made = _("lập lúc %(when)s, mã %(hash)s…")
        self.fields["digest"].choices = [
            (digest, made % {"when": when, "hash": digest[:12]}) for digest, when in part.open
        ]
        if self.is_bound:  # pressed twice: what was just sent is answered with the first act
            self.fields["digest"].choices += [(one.digest, one.digest[:12]) for one in part.sent]
        self.fields["to"].choices = part.bodies


class MakeForm(forms.Form):
    """Which file to make."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(choices=[("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel")])
