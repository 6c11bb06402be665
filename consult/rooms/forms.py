"""Shape of what rooms take in; rights and limits belong to the actions."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

MOMENT = "%Y-%m-%dT%H:%M"
ROWS = 6


def fresh_key() -> str:
    return str(uuid.uuid4())


class KeyedForm(forms.Form):
    client_key = forms.CharField(widget=forms.HiddenInput, initial=fresh_key, max_length=40)


class SayForm(KeyedForm):
    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea, strip=False)


class ShowForm(KeyedForm):
    prefix = "show"
    question = forms.CharField(label=_("Câu hỏi biểu quyết"), widget=forms.Textarea, max_length=500)


class CloseForm(forms.Form):
    conclusion = forms.CharField(label=_("Kết luận của chủ trì"), widget=forms.Textarea)


class RoomForm(KeyedForm):
    title = forms.CharField(label=_("Tên phiên"), max_length=300)
    starts_at = forms.DateTimeField(
        label=_("Bắt đầu lúc"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )
    chair = forms.TypedChoiceField(label=_("Chủ trì"), coerce=int)
    secretary = forms.TypedChoiceField(label=_("Thư ký"), coerce=int)

    def __init__(self, *args, hosts=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("chair", "secretary"):
            self.fields[name].choices = [("", _("Chọn người")), *hosts]


class AgendaForm(forms.Form):
    """One line of the agenda; an empty one is left out."""

    title = forms.CharField(label=_("Nội dung"), max_length=300, required=False)
    clause = forms.TypedChoiceField(label=_("Điều khoản"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, clauses=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", _("Không gắn với điều khoản")), *clauses]

    def clean(self):
        data = super().clean()
        if data.get("clause") and not data.get("title", "").strip():
            self.add_error("title", _("Xin nhập nội dung cho dòng này."))
        return data


AgendaFormSet = forms.formset_factory(AgendaForm, extra=ROWS, max_num=40, absolute_max=40)
