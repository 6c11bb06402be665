"""Shape of what officers send about the papers of a file and its summary."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Attachment


class AttachmentForm(forms.Form):
    """A paper with its kind and title."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(label=_("Loại tài liệu"), choices=Attachment.Kind.choices)
    title = forms.CharField(
        label=_("Tên tài liệu"),
        max_length=300,
        error_messages={"required": _("Xin ghi tên tài liệu.")},
    )
    file = forms.FileField(
        label=_("Tệp .pdf hoặc .docx"),
        error_messages={"required": _("Xin chọn tệp."), "empty": _("Tệp không có dữ liệu.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
    )
    declared = forms.BooleanField(
        label=_("Cam đoan tài liệu không thuộc phạm vi bí mật nhà nước"),
        error_messages={
            "required": _("Cần cam đoan tài liệu không thuộc phạm vi bí mật nhà nước trước khi đưa lên.")
        },
    )
    use_required_attribute = False


class SummaryForm(forms.Form):
    """The plain summary; `seen` is the text that the writer began from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    text = forms.CharField(
        label=_("Nội dung tóm tắt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Gọn trong một trang: dự thảo quy định gì, ai chịu tác động, điểm nào cần ý kiến nhất. "
            "Viết được đoạn, danh sách, **chữ đậm**."
        ),
    )
    reason = forms.CharField(label=_("Lý do đính chính"), required=False, max_length=500)
    use_required_attribute = False


def new_attachment_form() -> AttachmentForm:
    return AttachmentForm(initial={"client_key": uuid.uuid4()})
