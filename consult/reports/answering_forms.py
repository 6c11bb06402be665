"""Shape of what the agency, the council and a forwarded-to agency send beside the answers."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.reports.models import Answer


class WordsForm(forms.Form):
    """Some words, sent once: a note, a question."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))


class DateForm(forms.Form):
    """Another last day of one point; an empty day takes it back."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(required=False, max_length=5000)


class BackForm(forms.Form):
    """What the signer wants otherwise, with the version of the answer that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    remark = forms.CharField(max_length=20_000, required=False)


class ReplyForm(forms.Form):
    """The answer of an agency to a point that was forwarded to it, or why it gives the point back."""

    act = forms.ChoiceField(
        label=_("Việc làm"),
        choices=[("answer", _("Trả lời điểm góp ý")), ("return", _("Trả lại cơ quan gửi"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn trả lời hoặc trả lại.")},
    )
    text = forms.CharField(
        label=_("Nội dung trả lời, hoặc lý do trả lại"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Cần ghi nội dung trả lời hoặc lý do trả lại.")},
    )
    use_required_attribute = False


class ClarifyForm(forms.Form):
    """What a point means, in the council's words."""

    text = forms.CharField(
        label=_("Nội dung làm rõ"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Xin ghi nội dung làm rõ.")},
    )
    use_required_attribute = False


class StockForm(forms.Form):
    """A stock text, new (with a client key) or changed (with the version that was read)."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    name = forms.CharField(
        label=_("Tên mẫu"), max_length=120, error_messages={"required": _("Xin đặt tên mẫu.")}
    )
    code = forms.ChoiceField(
        label=_("Hướng xử lý"),
        required=False,
        choices=[("", _("Không chọn sẵn")), *Answer.Code.choices],
    )
    text = forms.CharField(
        label=_("Nội dung mẫu"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Xin ghi nội dung mẫu.")},
    )
    use_required_attribute = False


def new_stock_form() -> StockForm:
    return StockForm(initial={"client_key": uuid.uuid4()})


def edit_stock_form(stock) -> StockForm:
    start = {"version": stock.version, "name": stock.name, "code": stock.code, "text": stock.text}
    return StockForm(initial=start)
