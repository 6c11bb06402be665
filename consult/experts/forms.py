"""The profile's form and the officer's decision."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.experts import actions, selectors
from consult.experts.models import Expert
from consult.kit.verdicts import Refused, Stale

MOST_FIELDS = 6
LABELS = {
    "specialty": _("Chuyên ngành"),
    "workplace": _("Đơn vị công tác"),
    "works": _("Công trình tiêu biểu"),
    "evidence": _("Minh chứng"),
}


class ProfileForm(forms.Form):
    """One's own profile. The commune is typed; where several have the name, they are offered to choose from."""

    title = forms.ChoiceField(label=_("Học hàm"), choices=Expert.Title.choices, required=False)
    degree = forms.ChoiceField(label=_("Học vị"), choices=Expert.Degree.choices, required=False)
    field_ids = forms.TypedMultipleChoiceField(
        label=_("Lĩnh vực"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    specialty = forms.CharField(label=LABELS["specialty"], max_length=200, required=False)
    workplace = forms.CharField(label=LABELS["workplace"], max_length=200, required=False)
    commune = forms.CharField(
        label=_("Xã, phường nơi công tác"),
        max_length=200,
        required=False,
        help_text=_("Nhập tên hoặc mã, có dấu hay không dấu, ví dụ: Ninh Kiều."),
    )
    commune_pick = forms.ChoiceField(label=_("Chọn xã, phường"), required=False)
    association = forms.TypedChoiceField(
        label=_("Hội xác thực hồ sơ"), coerce=int, empty_value=None, required=False
    )
    works = forms.CharField(
        label=LABELS["works"],
        widget=forms.Textarea,
        required=False,
        max_length=actions.TEXT_LIMIT,
        help_text=_("Mỗi công trình một dòng: tên, nơi công bố, năm."),
    )
    evidence = forms.CharField(
        label=LABELS["evidence"],
        widget=forms.Textarea,
        required=False,
        max_length=actions.TEXT_LIMIT,
        help_text=_(
            "Số, ngày, cơ quan ban hành quyết định công nhận học hàm, học vị; đường dẫn ORCID."
            " Chỉ cán bộ hội xác thực được xem. Không gửi ảnh căn cước."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data=None, *, initial):
        super().__init__(data, initial={**initial, "field_ids": initial.get("fields", [])})
        self.groups = selectors.field_choices()
        self.fields["field_ids"].choices = [
            (top.words, [(field.pk, field.words) for field in below]) for top, below in self.groups
        ]
        self.associations = {row.pk: row for row in selectors.associations()}
        self.fields["association"].choices = [("", _("Chưa chọn"))] + [
            (pk, row.short_name) for pk, row in self.associations.items()
        ]
        if not selectors.communes_loaded():
            del self.fields["commune"], self.fields["commune_pick"]
        else:
            self._offer_communes()
        self.stored = None

    def _offer_communes(self):
        """The choice is shown only after a name that several places share."""
        typed = self.data.get("commune", "") if self.is_bound else ""
        found = selectors.communes_matching(typed) if typed else []
        self.communes = {commune.code: commune for commune in found}
        if len(found) < 2:
            del self.fields["commune_pick"]
            return
        self.fields["commune_pick"].choices = [("", _("Chưa chọn"))] + [
            (commune.code, f"{commune.name}, {commune.province}") for commune in found
        ]

    @property
    def field_groups(self):
        """(name of level 1, options of level 2, how many are ticked) for the template."""
        value = {str(one) for one in (self["field_ids"].value() or [])}
        return [
            (
                top.words,
                [(field.pk, field.words, str(field.pk) in value) for field in below],
                sum(str(field.pk) in value for field in below),
            )
            for top, below in self.groups
        ]

    def clean_field_ids(self):
        if len(self.cleaned_data["field_ids"]) > MOST_FIELDS:
            raise ValidationError(_("Chọn nhiều nhất %(most)s lĩnh vực.") % {"most": MOST_FIELDS})
        return self.cleaned_data["field_ids"]

    def clean(self):
        data = super().clean()
        data["commune_row"] = None
        typed = data.get("commune", "")
        if typed:
            pick = data.get("commune_pick") or (next(iter(self.communes)) if len(self.communes) == 1 else "")
            if not self.communes:
                self.add_error("commune", _("Không tìm thấy xã, phường này trong danh mục."))
            elif not pick:
                self.add_error("commune_pick", _("Nhiều xã, phường trùng tên; xin chọn một."))
            else:
                data["commune_row"] = self.communes[pick]
        return data

    def save(self, user) -> int:
        """Save by the action; returns the status of the page: 302 saved, else the form tells why."""
        data = self.cleaned_data
        try:
            actions.save_profile(
                user,
                title=data["title"],
                degree=data["degree"],
                fields=selectors.fields_by_id(data["field_ids"]),
                specialty=data["specialty"],
                workplace=data["workplace"],
                commune=data["commune_row"],
                association=self.associations.get(data["association"]),
                works=data["works"],
                evidence=data["evidence"],
                version=data["version"],
            )
        except Stale as stale:
            self._show_both(stale)
            return 409
        except Refused as refused:
            self.add_error(None, str(refused))
            return 403
        return 302

    def _show_both(self, stale):
        """What is stored stands beside what was typed; saving again from here replaces it knowingly."""
        self.add_error(None, str(stale))
        self.stored = [
            (label, stale.stored[name])
            for name, label in LABELS.items()
            if stale.stored[name] != stale.sent[name]
        ]
        self.data = self.data.copy()
        self.data["version"] = stale.stored["version"]


class DecisionForm(forms.Form):
    """Verify, return or reject, always with a reason."""

    decision = forms.ChoiceField(
        label=_("Kết quả"),
        widget=forms.RadioSelect,
        choices=[
            (Expert.State.VERIFIED, _("Xác thực hồ sơ, có giá trị 24 tháng")),
            (Expert.State.RETURNED, _("Trả lại để bổ sung")),
            (Expert.State.REJECTED, _("Từ chối xác thực")),
        ],
    )
    reason = forms.CharField(
        label=_("Lý do"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("Nêu minh chứng đã đối chiếu hoặc nội dung còn thiếu; chuyên gia đọc được."),
        error_messages={"required": _("Cần nêu lý do của quyết định.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def save(self, officer, expert) -> bool:
        data = self.cleaned_data
        try:
            actions.decide_verification(
                officer,
                expert=expert,
                decision=data["decision"],
                reason=data["reason"],
                version=data["version"],
            )
        except Refused as refused:
            self.add_error(None, str(refused))
            return False
        return True

    def show_version(self, version: int) -> None:
        """The page shows the profile as it is now, so the next decision is about that version."""
        self.data = self.data.copy()
        self.data["version"] = version
