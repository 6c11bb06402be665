"""Shapes of what a clerk writes: a paper, an opinion of it, a table, its columns, one of its rows."""

import filetype
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.consultations.forms import DayField
from consult.core import intake
from consult.forums.intake_models import Paper
from consult.forums.models import Criterion, Position, Shown
from consult.kit import uploads
from consult.kit.verdicts import Refused

SCANS = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
COLUMN_NAMES = {
    "place": _("Điều, khoản, điểm"),
    "clause": _("Khoản (cột riêng)"),
    "point": _("Điểm (cột riêng)"),
    "speaker": _("Chủ thể góp ý"),
    "position": _("Quan điểm"),
    "text": _("Nội dung góp ý"),
    "grounds": _("Lý do, căn cứ"),
    "proposed": _("Đề nghị sửa thành"),
    "counted": _("Số người ký"),
}


class UploadField(forms.FileField):
    """A file cleaned to (bytes, clean name); refused by name and size before it is read, then by content."""

    def __init__(self, *, extensions: tuple[str, ...], **options):
        super().__init__(allow_empty_file=True, **options)
        self.extensions = extensions
        self.widget.attrs["accept"] = ",".join(extensions)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            read, name = uploads.read_upload(file, extensions=self.extensions)
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused
        expected = SCANS.get(uploads.extension_of(name))
        if expected and filetype.guess_mime(read) != expected:
            raise forms.ValidationError(
                _("Nội dung tệp không đúng với phần mở rộng của tên tệp."), code="mismatch"
            )
        return read, name


class _ClerkForm(forms.Form):
    use_required_attribute = False
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class PaperForm(_ClerkForm):
    """Where opinions came from and who spoke."""

    kind = forms.ChoiceField(label=_("Hình thức gửi"), choices=Paper.Kind.choices)
    number = forms.CharField(label=_("Số, ký hiệu văn bản"), required=False, max_length=80)
    issued_on = DayField(label=_("Ngày văn bản"), required=False)
    received_on = DayField(label=_("Ngày nhận"), error_messages={"required": _("Xin ghi ngày nhận ý kiến.")})
    sender = forms.CharField(
        label=_("Người hoặc tổ chức góp ý"),
        max_length=250,
        help_text=_("Ghi đúng như trên văn bản, kèm đơn vị sau dấu phẩy."),
        error_messages={"required": _("Xin ghi ai góp ý, đúng như trên văn bản.")},
    )
    shown = forms.ChoiceField(
        label=_("Ai được biết tên người góp ý"),
        choices=Shown.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn ai được biết tên người góp ý.")},
    )
    scan = UploadField(
        label=_("Bản chụp văn bản"),
        required=False,
        extensions=tuple(SCANS),
        help_text=_("Tệp PDF, JPG hoặc PNG. Chỉ cán bộ của hồ sơ được xem."),
    )

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown"].choices = levels

    @property
    def facts(self) -> dict:
        names = ("kind", "number", "issued_on", "received_on", "sender", "shown")
        return {name: self.cleaned_data[name] for name in names}


class OpinionForm(_ClerkForm):
    """One opinion as it stands on the paper."""

    place = forms.CharField(
        label=_("Điều, khoản, điểm"),
        max_length=250,
        help_text=_("Ví dụ: điểm c khoản 2 Điều 43, hoặc K2 Đ43; ghi Chung nếu góp ý cho toàn văn."),
        widget=forms.TextInput(attrs={"list": "citations", "autocomplete": "off"}),
        error_messages={"required": _("Xin ghi điều, khoản, điểm; ghi Chung nếu góp ý cho toàn văn.")},
    )
    position = forms.ChoiceField(
        label=_("Quan điểm"),
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn quan điểm.")},
    )
    reason = forms.CharField(
        label=_("Nội dung góp ý, lý do, căn cứ"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    proposed = forms.CharField(
        label=_("Đề nghị sửa thành"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    criterion = forms.ChoiceField(
        label=_("Tiêu chí phản biện"), required=False, choices=[("", _("Chưa chọn")), *Criterion.choices]
    )
    counted = forms.IntegerField(
        label=_("Thay cho bao nhiêu người ký"),
        min_value=1,
        max_value=1_000_000,
        initial=1,
        help_text=_("Thư chung của 30 người là một ý kiến, ghi 30."),
        error_messages={
            "required": _("Số người ký phải là số nguyên từ 1."),
            "invalid": _("Số người ký phải là số nguyên từ 1."),
        },
    )

    @property
    def opinion(self) -> dict:
        return {
            name: self.cleaned_data[name]
            for name in ("position", "reason", "proposed", "criterion", "counted")
        }


class EntryForm(OpinionForm, PaperForm):
    """A paper and its first opinion on one page."""

    field_order = ("client_key", "kind", "number", "issued_on", "received_on", "sender", "shown", "scan")


class TableForm(PaperForm):
    """A table of opinions, with who sent it."""

    field_order = ("client_key", "scan")
    scan = UploadField(
        label=_("Tệp bảng góp ý"),
        extensions=intake.EXTENSIONS,
        help_text=_("Nhận tệp .xlsx và .docx có bảng; không quá 25 MB."),
        error_messages={"required": _("Cần chọn tệp bảng góp ý.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sender"].label = _("Đơn vị gửi bảng")
        self.fields["sender"].help_text = _("Là chủ thể góp ý của các dòng mà bảng không có cột chủ thể.")


class RowForm(forms.Form):
    """One row of a table, corrected by the clerk."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.CharField(
        label=_("Điều, khoản, điểm"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"list": "citations", "autocomplete": "off"}),
    )
    speaker = forms.CharField(label=_("Chủ thể góp ý"), required=False, max_length=250)
    position = forms.ChoiceField(label=_("Quan điểm"), choices=Position.choices)
    text = forms.CharField(
        label=_("Nội dung góp ý"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    proposed = forms.CharField(
        label=_("Đề nghị sửa thành"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    counted = forms.IntegerField(
        label=_("Số người ký"),
        min_value=1,
        max_value=1_000_000,
        error_messages={"required": _("Số người ký phải là số nguyên từ 1.")},
    )


class UndoForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Lý do thu hồi"),
        max_length=500,
        error_messages={"required": _("Cần nêu lý do thu hồi.")},
    )


class ColumnsForm(forms.Form):
    """What the columns of one kind of table hold: whether it is taken, its row of headings, a column for each field."""

    use_required_attribute = False

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, prefix=f"b{group.first}", **kwargs)
        self.group = group
        columns = [("", _("Không có")), *((str(n), words) for n, words in enumerate(group.columns))]
        rows = [
            ("-1", _("Không có dòng tên cột")),
            *((str(n), words) for n, words in enumerate(group.starts)),
        ]
        self.fields["used"] = forms.BooleanField(
            label=_("Nhập bảng này"), required=False, initial=group.layout.used
        )
        self.fields["header"] = forms.TypedChoiceField(
            label=_("Dòng tên cột"), choices=rows, coerce=int, initial=str(group.layout.header)
        )
        for name, words in COLUMN_NAMES.items():
            self.fields[name] = forms.TypedChoiceField(
                label=words, choices=columns, coerce=int, required=False, empty_value=None,
                initial=str(group.layout.columns.get(name, "")),
            )  # fmt: skip

    @property
    def layout(self) -> intake.Layout:
        chosen = {name: self.cleaned_data[name] for name in COLUMN_NAMES}
        columns = {name: place for name, place in chosen.items() if place is not None}
        return intake.Layout(self.cleaned_data["header"], columns, self.cleaned_data["used"])
