"""Shape of what an author says of an answer, and of the agency's reply; what may be said is the rules' question."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.documents.forms import KeyField
from consult.forums.models import Ground
from consult.reports.models import Rating


class RatingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    score = forms.TypedChoiceField(
        label=_("Mức hài lòng với trả lời"),
        choices=Rating.Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn mức hài lòng.")},
    )
    text = forms.CharField(
        label=_("Nhận xét"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Chỉ hội đồng tổng hợp đọc, không kèm họ tên. Điểm số chỉ công bố theo số lượng."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="rate_%s", **kwargs)


class ObjectionForm(forms.Form):
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=_("Lý do phản đối"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Cần nêu lý do phản đối.")},
    )
    shared = forms.BooleanField(
        label=_("Đồng ý công bố nội dung phản đối cùng trả lời của cơ quan"),
        required=False,
        help_text=_("Người viết hiện như ở ý kiến. Nếu không đồng ý, công chúng chỉ biết có phản đối."),
    )

    def __init__(self, *args, guarded: bool = False, **kwargs):
        super().__init__(*args, auto_id="object_%s", **kwargs)
        self.fields["client_key"].initial = str(uuid.uuid4())
        if guarded:
            del self.fields["shared"]


class ObjectionAnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Nội dung trả lời phản đối"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Chỉ trả lời một lần; gửi xong không sửa được."),
        error_messages={"required": _("Cần ghi nội dung trả lời phản đối.")},
    )


class ObjectionRulingForm(forms.Form):
    """A moderator's decision about an objection."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=_("Quyết định"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn quyết định.")},
    )
    ground = forms.ChoiceField(
        label=_("Lý do trong danh mục"),
        choices=[("", _("Không áp dụng")), *Ground.choices],
        required=False,
        help_text=_("Bắt buộc khi ẩn hoặc không duyệt; được công khai."),
    )
    reason = forms.CharField(
        label=_("Lý do của quyết định"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Người viết đọc được toàn văn; công chúng chỉ thấy lý do trong danh mục."),
    )
    client_key = KeyField()

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices


class ObjectionAppealForm(forms.Form):
    """The author does not accept that the objection is hidden."""

    text = forms.CharField(
        label=_("Lý do khiếu nại"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Khiếu nại một lần; người khác với người đã quyết định xem xét."),
        error_messages={"required": _("Xin viết lý do khiếu nại.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="appeal_%s", **kwargs)
