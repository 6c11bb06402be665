"""The shape of an item of the yearly plan, of its mark, and of a move in the list."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import PlanItem


class PlanItemForm(forms.Form):
    """A new item (with a client key) or a changed one (with the version that was read)."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    content = forms.CharField(
        label=_("Nội dung phản biện"),
        help_text=_("Dự thảo chính sách, văn bản, đề án sẽ đưa ra phản biện."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Xin ghi nội dung phản biện."),
            "max_length": _("Nội dung dài quá 1.000 ký tự."),
        },
    )
    agency = forms.ChoiceField(
        label=_("Cơ quan chủ trì soạn thảo"),
        error_messages={
            "required": _("Xin chọn cơ quan chủ trì soạn thảo."),
            "invalid_choice": _("Xin chọn cơ quan chủ trì soạn thảo."),
        },
    )
    form = forms.ChoiceField(label=_("Hình thức"), choices=PlanItem.Form.choices)
    period = forms.ChoiceField(label=_("Thời gian"), choices=PlanItem.Period.choices)
    lead = forms.CharField(
        label=_("Chủ thể phản biện"),
        help_text=_("Để trống khi chính đơn vị này thực hiện."),
        max_length=250,
        required=False,
    )
    note = forms.CharField(
        label=_("Ghi chú"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    consultation = forms.ChoiceField(
        label=_("Hồ sơ"),
        help_text=_("Chọn sau khi cơ quan đã lập hồ sơ; tình trạng của mục được lấy theo hồ sơ."),
        required=False,
    )
    use_required_attribute = False

    def __init__(self, *args, agencies, files, **kwargs):
        super().__init__(*args, **kwargs)
        self._agencies = {str(one.pk): one for one in agencies}
        self._files = {one.code: one for one in files}
        self.fields["agency"].choices = [
            ("", _("Chọn cơ quan")),
            *((key, one.short_name) for key, one in self._agencies.items()),
        ]
        self.fields["consultation"].choices = [
            ("", _("Chưa có hồ sơ")),
            *((code, f"{code}: {one.title}") for code, one in self._files.items()),
        ]

    def sent(self) -> dict:
        """What was filled in, with the agency and the file themselves."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("content", "form", "period", "lead", "note")}
        return plain | {
            "agency": self._agencies.get(data["agency"]),
            "consultation": self._files.get(data["consultation"]),
        }


def new_item_form(file=None, **choices) -> PlanItemForm:
    """Empty, or begun from a file that has no item yet."""
    start = {"client_key": uuid.uuid4()}
    if file is not None:
        start |= {"content": file.title, "agency": str(file.agency_id), "consultation": file.code}
    return PlanItemForm(initial=start, **choices)


def edit_item_form(item: PlanItem, **choices) -> PlanItemForm:
    names = ("version", "content", "form", "period", "lead", "note")
    start = {name: getattr(item, name) for name in names}
    start |= {
        "agency": str(item.agency_id),
        "consultation": item.consultation.code if item.consultation else "",
    }
    return PlanItemForm(initial=start, **choices)


class PlaceForm(forms.Form):
    """Where in the list an item is to stand."""

    place = forms.IntegerField(min_value=1, max_value=10_000)


class MarkForm(forms.Form):
    """What became of an item, with the reason; no reason where it follows its file again."""

    mark = forms.ChoiceField(label=_("Tình trạng"), choices=PlanItem.Mark.choices, required=False)
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Ví dụ: đã tổ chức hội nghị ngoài hệ thống; cơ quan rút dự thảo."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    use_required_attribute = False
