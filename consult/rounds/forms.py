"""Shapes of what members and officers type; what is allowed is the rules' question."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.forums.models import Position, Shown
from consult.rounds.models import LineBallot, Round

_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%H:%M %d/%m/%Y"]


class _Form(forms.Form):
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # A sentence of ours, not the browser's: the form goes to the server as it is.
    use_required_attribute = False


def _moment(label, help_text):
    return forms.DateTimeField(
        label=label,
        input_formats=_MOMENT,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT[0]),
        help_text=help_text,
        error_messages={"required": _("Xin chọn thời điểm."), "invalid": _("Thời điểm không hợp lệ.")},
    )


class RoundForm(_Form):
    """A new round: who is asked, until when, how votes are counted."""

    note = forms.CharField(
        label=_("Lời nhắn gửi hội viên"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    closes_at = _moment(
        _("Hạn góp ý trong hội"), _("Trước hạn góp ý của hồ sơ, để hội còn thời gian gửi ý kiến.")
    )
    whom = forms.ChoiceField(
        label=_("Hỏi ý kiến ai"),
        choices=[
            ("all", _("Toàn bộ hội viên là chuyên gia")),
            ("chosen", _("Chỉ những hội viên chọn dưới đây")),
        ],
        widget=forms.RadioSelect,
        initial="all",
    )
    members = forms.MultipleChoiceField(
        label=_("Hội viên được chọn"), required=False, widget=forms.CheckboxSelectMultiple
    )
    children = forms.MultipleChoiceField(
        label=_("Hỏi cả hội viên của hội thành viên"), required=False, widget=forms.CheckboxSelectMultiple
    )
    quorum = forms.IntegerField(
        label=_("Tỷ lệ tham gia biểu quyết tối thiểu (%)"),
        min_value=1,
        max_value=100,
        initial=50,
        help_text=_("Tính trên số hội viên được hỏi. Định trước, không đổi sau khi mở."),
        error_messages={"required": _("Xin ghi một số từ 1 đến 100.")},
    )
    results = forms.ChoiceField(
        label=_("Khi nào hiện kết quả biểu quyết"),
        choices=Round.Results.choices,
        widget=forms.RadioSelect,
        initial=Round.Results.END,
        help_text=_("Định trước, không đổi sau khi mở."),
    )

    def __init__(self, *args, members=(), children=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(one.id, one.words) for one in members]
        self.fields["children"].choices = [(one.id, one.words) for one in children]
        if not children:
            del self.fields["children"]

    def for_action(self) -> dict:
        """What the action takes; the members as numbers."""
        data = dict(self.cleaned_data)
        whom, chosen = data.pop("whom"), [int(pk) for pk in data.pop("members")]
        return {
            **data,
            "members": chosen if whom == "chosen" else None,
            "children": [int(pk) for pk in data.pop("children", [])],
        }


class SayForm(_Form):
    """An internal opinion. Publishing it is a tick of its own, never taken for granted."""

    clause = forms.CharField(widget=forms.HiddenInput, required=False)
    position = forms.ChoiceField(
        label=_("1. Quan điểm"),
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn quan điểm.")},
    )
    reason = forms.CharField(
        label=_("2. Lý do, căn cứ"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    proposed = forms.CharField(
        label=_("3. Đề nghị sửa thành"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    public = forms.BooleanField(
        label=_("Đưa ý kiến này ra hồ sơ công khai"),
        required=False,
        help_text=_(
            "Ý kiến đồng thời được gửi vào hồ sơ như góp ý của riêng người viết. Không chọn thì chỉ hội viên trong đợt đọc được."
        ),
    )
    shown = forms.ChoiceField(
        label=_("Nếu đưa ra hồ sơ: ai được biết tên tôi"),
        required=False,
        choices=Shown.choices,
        widget=forms.RadioSelect,
        help_text=_("Hội viên trong đợt đã biết người viết; cách hiển thị này dành cho người ngoài hội."),
    )

    def __init__(self, *args, levels=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown"].choices = levels

    def clean(self):
        data = super().clean()
        if data.get("public") and not data.get("shown"):
            self.add_error("shown", _("Xin chọn ai được biết tên người góp ý."))
        return data


class ReplyForm(_Form):
    reason = forms.CharField(
        label=_("Nội dung trả lời"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Xin viết nội dung trả lời.")},
    )


class PublishForm(_Form):
    shown = forms.ChoiceField(
        label=_("Ai được biết tên tôi"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn ai được biết tên người góp ý.")},
        help_text=_("Hội viên trong đợt đã biết người viết; cách hiển thị này dành cho người ngoài hội."),
    )

    def __init__(self, *args, levels=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown"].choices = levels


class LineForm(_Form):
    """A line of the collective opinion. `version` is that of the text that was read; 0 for a new line."""

    clause = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    position = forms.ChoiceField(
        label=_("Quan điểm của hội"),
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn quan điểm.")},
    )
    reason = forms.CharField(
        label=_("Lý do, căn cứ"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Xin nêu lý do, căn cứ.")},
    )
    proposed = forms.CharField(
        label=_("Đề nghị sửa thành"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    cites = forms.MultipleChoiceField(
        label=_("Dựa trên ý kiến của hội viên"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ hội viên trong đợt thấy ý kiến được dẫn; văn bản gửi đi không chứa các ý kiến này."),
    )

    def __init__(self, *args, cites=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cites"].choices = cites
        if not cites:
            del self.fields["cites"]


class LineBallotForm(_Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("Biểu quyết của tôi"),
        choices=LineBallot.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn một phương án.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Bắt buộc khi tán thành có sửa đổi hoặc không tán thành. Hội viên thấy lý do, không thấy tên."
        ),
    )


class DissentForm(_Form):
    text = forms.CharField(
        label=_("Ý kiến khác"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Được gửi nguyên văn cùng văn bản của hội và công khai trong hồ sơ."),
        error_messages={"required": _("Xin viết ý kiến khác.")},
    )
    named = forms.ChoiceField(
        label=_("Tên người viết"),
        choices=[("no", _("Không nêu tên")), ("yes", _("Nêu họ tên và nơi công tác"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn có nêu tên hay không.")},
    )


class CoverForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    cover = forms.CharField(
        label=_("Lời dẫn của văn bản"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Đứng đầu ý kiến của hội trong hồ sơ và trong báo cáo."),
    )
    use_required_attribute = False


class ExtendForm(forms.Form):
    closes_at = _moment(_("Hạn góp ý trong hội"), "")
    use_required_attribute = False


class AskForm(forms.Form):
    members = forms.MultipleChoiceField(
        label=_("Hội viên chưa được hỏi"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Xin chọn ít nhất một hội viên.")},
    )
    use_required_attribute = False

    def __init__(self, *args, members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(one.id, one.words) for one in members]


def fresh(form, *, initial=None, **kwargs):
    """An empty form with a key of its own; `initial` is what it begins with."""
    return form(initial={"client_key": uuid.uuid4(), **(initial or {})}, **kwargs)
