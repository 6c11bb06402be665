"""Shapes of the officers' forms. What they may do is asked by the actions."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.documents.models import Draft, Repair
from consult.kit.uploads import TEXT_EXTENSIONS, read_upload
from consult.kit.verdicts import Refused


class KeyField(forms.UUIDField):
    """The hidden key of a posting form: made when the form is first shown, kept when it is shown again."""

    widget = forms.HiddenInput
    default_error_messages = {
        "invalid": _("Mã gửi của biểu mẫu không hợp lệ. Xin tải lại trang rồi gửi lại."),
        "required": _("Mã gửi của biểu mẫu không hợp lệ. Xin tải lại trang rồi gửi lại."),
    }

    def __init__(self, **options):
        super().__init__(initial=uuid.uuid4, **options)


class TextFileField(forms.FileField):
    """A text to upload; cleaned to (bytes, clean name)."""

    def __init__(self, **options):
        options.setdefault("label", _("Tệp văn bản"))
        options.setdefault(
            "help_text", _("Nhận tệp .docx, .doc, .odt, .pdf có chữ, .html, .txt, .md; không quá 25 MB.")
        )
        options.setdefault("error_messages", {"required": _("Cần chọn tệp văn bản.")})
        super().__init__(allow_empty_file=True, **options)
        self.widget.attrs["accept"] = ",".join(TEXT_EXTENSIONS)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        try:
            return read_upload(file)
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused


class UploadForm(forms.Form):
    """The next version of a draft."""

    file = TextFileField()
    client_key = KeyField()


class DraftForm(forms.Form):
    """A new draft with its first version."""

    agency = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì soạn thảo"),
        queryset=None,
        empty_label=None,
        error_messages={"invalid_choice": _("Chỉ lập dự thảo cho cơ quan đang công tác.")},
    )
    title = forms.CharField(
        label=_("Tên dự thảo"),
        max_length=500,
        help_text=_("Ghi đủ loại văn bản và trích yếu, không viết tắt."),
        error_messages={"required": _("Cần ghi tên dự thảo.")},
    )
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=Draft.Kind.choices)
    file = TextFileField()
    client_key = KeyField()

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.official_name


class RepairForm(forms.Form):
    """One step of correcting a tree. Which fields a step takes is `given`."""

    FIELDS = {
        Repair.Kind.SPLIT: ("at", "words", "kind_to", "number"),
        Repair.Kind.RETYPE: ("kind_to", "number"),
        Repair.Kind.RETITLE: ("label", "title", "number"),
    }

    act = forms.ChoiceField(
        choices=[choice for choice in Repair.Kind.choices if choice[0] not in Repair.WORDS]
    )
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    client_key = KeyField()
    at = forms.IntegerField(required=False, min_value=0)
    words = forms.CharField(required=False, max_length=500)
    kind_to = forms.CharField(required=False, max_length=12)
    number = forms.CharField(required=False, max_length=20)
    label = forms.CharField(required=False, max_length=200)
    title = forms.CharField(required=False, max_length=5000)

    def given(self) -> dict:
        """What the step takes besides the unit."""
        found = self.cleaned_data
        return {name: found[name] for name in self.FIELDS.get(found["act"], ())}

    def reason(self) -> str:
        """The first thing wrong with the form, in one sentence."""
        return next(str(error) for errors in self.errors.values() for error in errors)


class PublishForm(forms.Form):
    """The declaration, never ticked in advance, and what changed."""

    note = forms.CharField(
        label=_("Nội dung thay đổi chính"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("Một đoạn ngắn để người đọc biết bản này khác bản trước ở đâu."),
    )
    declared = forms.BooleanField(
        label=_("Tôi cam đoan tài liệu không thuộc phạm vi bí mật nhà nước"),
        help_text=_("Họ tên người cam đoan và thời điểm được ghi vào sổ."),
        error_messages={
            "required": _("Cần cam đoan tài liệu không thuộc phạm vi bí mật nhà nước trước khi công bố.")
        },
    )
