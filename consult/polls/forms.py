"""Shape of a poll and of a ballot; what is allowed is the rules' question."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.polls.models import Choice


class PollForm(forms.Form):
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    clause = forms.ChoiceField(
        label=_("Điều khoản"), error_messages={"required": _("Xin chọn điều khoản cần thăm dò.")}
    )
    question = forms.CharField(
        label=_("Câu hỏi"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hỏi một việc, câu trả lời là đồng ý, đồng ý có sửa đổi hoặc không đồng ý."),
        error_messages={"required": _("Xin viết câu hỏi.")},
    )
    closes_at = forms.DateTimeField(
        label=_("Đóng lúc"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%H:%M %d/%m/%Y"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Kết quả được giữ kín với mọi người đến thời điểm này."),
        error_messages={"required": _("Xin chọn thời điểm đóng."), "invalid": _("Thời điểm không hợp lệ.")},
    )
    use_required_attribute = False

    def __init__(self, *args, clauses=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", _("Chọn điều khoản")), *clauses]


class BallotForm(forms.Form):
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    choice = forms.ChoiceField(
        label=_("Ý kiến của tôi"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn một phương án.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bắt buộc khi đồng ý có sửa đổi hoặc không đồng ý. Lý do được công bố không kèm tên."),
    )
    use_required_attribute = False


def new_poll_form(clauses, **start) -> PollForm:
    return PollForm(initial={"client_key": uuid.uuid4(), **start}, clauses=clauses)


def new_ballot_form() -> BallotForm:
    return BallotForm(initial={"client_key": uuid.uuid4()})
