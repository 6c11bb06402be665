"""Shape of what is typed in moderation; what may be done is the rules' question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.documents.forms import KeyField
from consult.forums.models import Ground


def _words(label, missing, **given):
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        error_messages={"required": missing, "max_length": _("Không quá 4.000 ký tự.")}, **given,
    )  # fmt: skip


class FlagForm(forms.Form):
    """Report a comment: a published reason and words."""

    use_required_attribute = False
    ground = forms.ChoiceField(
        label=_("Lý do báo cáo"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn lý do báo cáo.")},
    )
    words = _words(
        _("Nội dung báo cáo"),
        _("Xin viết nội dung báo cáo."),
        help_text=_("Nêu rõ câu, chữ nào. Không chép lại nội dung có dấu hiệu bí mật nhà nước."),
    )


class RulingForm(forms.Form):
    """A decision on a case."""

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
    reason = _words(
        _("Lý do của quyết định"),
        _("Xin viết lý do của quyết định."),
        required=False,
        help_text=_("Người viết đọc được toàn văn; công chúng chỉ thấy lý do trong danh mục."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    client_key = KeyField()

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices


class AssignForm(forms.Form):
    """Who looks at a case."""

    to = forms.CharField(max_length=18)
    version = forms.IntegerField()


class NoteForm(forms.Form):
    """A note among moderators."""

    use_required_attribute = False
    text = _words(_("Ghi chú nội bộ"), _("Xin viết nội dung ghi chú."))
    client_key = KeyField()


class AppealForm(forms.Form):
    """The author's appeal."""

    use_required_attribute = False
    words = _words(
        _("Lý do khiếu nại"),
        _("Xin viết lý do khiếu nại."),
        help_text=_(
            "Người thứ hai, không phải người đã quyết định, xem xét. Mỗi quyết định khiếu nại một lần."
        ),
    )


class ConductForm(forms.Form):
    """The pace of a file, and approval before showing."""

    use_required_attribute = False
    gap = forms.IntegerField(
        label=_("Số giây giữa hai lần gửi của một người"),
        min_value=0,
        max_value=3600,
        help_text=_("0 là không giới hạn."),
        error_messages={"required": _("Xin ghi số giây."), "invalid": _("Xin ghi một số nguyên.")},
    )
    per_hour = forms.IntegerField(
        label=_("Số ý kiến của một người trong một giờ"),
        min_value=0,
        max_value=1000,
        help_text=_("0 là không giới hạn."),
        error_messages={"required": _("Xin ghi số ý kiến."), "invalid": _("Xin ghi một số nguyên.")},
    )
    premoderated = forms.BooleanField(
        label=_("Duyệt từng ý kiến trước khi hiện"),
        required=False,
        help_text=_(
            "Chỉ chọn được khi hồ sơ chưa mở. Người góp ý được báo trước và thấy trạng thái chờ duyệt."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, fixed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if fixed:
            self.fields["premoderated"].disabled = True
