"""Shapes of the officers' and the invited's forms."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.consultations import stages
from consult.consultations.levels import ALWAYS, Shown
from consult.consultations.models import Consultation
from consult.consultations.schedules import end_of
from consult.consultations.voice_actions import INTEREST_LIMIT
from consult.documents.forms import KeyField


class DayField(forms.DateField):
    """A day: the browser's own picker, and 22/11/2026 where there is none."""

    def __init__(self, **options):
        words = {"invalid": _("Ngày ghi theo dạng 22/11/2026."), **options.pop("error_messages", {})}
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages=words,
            **options,
        )


class LevelsField(forms.MultipleChoiceField):
    """The levels allowed besides speaking under one's name, which is always possible."""

    def __init__(self, **options):
        super().__init__(
            label=_("Ngoài công khai họ tên, người góp ý được chọn"),
            choices=[choice for choice in Shown.choices if choice[0] != ALWAYS],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("In ở nơi góp ý và cố định khi mở lấy ý kiến."),
            **options,
        )


class LevelsForm(forms.Form):
    """The levels of a file in preparation."""

    levels = LevelsField()


class ConsultationForm(forms.Form):
    """A new file. The kind comes with the address of the page and sets the defaults."""

    kind = forms.ChoiceField(choices=Consultation.Kind.choices, widget=forms.HiddenInput)
    version = forms.ModelChoiceField(
        label=_("Bản dự thảo lấy ý kiến"),
        queryset=None,
        empty_label=_("Chọn bản dự thảo đã công bố"),
        error_messages={"required": _("Cần chọn bản dự thảo."), "invalid_choice": _("Cần chọn bản dự thảo.")},
    )
    title = forms.CharField(
        label=_("Tên hồ sơ"),
        max_length=500,
        required=False,
        help_text=_("Để trống thì lấy tên dự thảo."),
    )
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"),
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": _("Cần ghi căn cứ pháp lý.")},
    )
    council = forms.ModelChoiceField(
        label=_("Đơn vị tổng hợp ý kiến"),
        queryset=None,
        empty_label=_("Chọn đơn vị"),
        help_text=_("Mặt trận Tổ quốc hoặc hội đồng tư vấn tổng hợp; cơ quan soạn thảo trả lời."),
        error_messages={"required": _("Cần chọn đơn vị tổng hợp.")},
    )
    summary = forms.CharField(
        label=_("Tóm tắt để đọc nhanh"), widget=forms.Textarea, max_length=6000, required=False
    )
    comment_opens = DayField(
        label=_("Bắt đầu góp ý"), error_messages={"required": _("Cần ghi ngày bắt đầu góp ý.")}
    )
    comment_closes = DayField(
        label=_("Hết hạn góp ý"), error_messages={"required": _("Cần ghi thời hạn góp ý.")}
    )
    meet_closes = DayField(label=_("Hết hạn thảo luận"), required=False)
    compile_closes = DayField(label=_("Hết hạn tổng hợp"), required=False)
    answer_closes = DayField(label=_("Hết hạn trả lời"), required=False)
    invited = forms.ChoiceField(
        label=_("Ai được góp ý"), choices=Consultation.Invited.choices, widget=forms.RadioSelect
    )
    levels = LevelsField()
    client_key = KeyField()

    def __init__(self, *args, versions, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions
        self.fields["version"].label_from_instance = lambda v: f"{v.draft.title} ({v.number})"
        self.fields["council"].queryset = councils
        self.fields["council"].label_from_instance = lambda council: council.official_name

    def clean(self):
        found = super().clean()
        last_name, last = "comment_opens", found.get("comment_opens")
        for kind in stages.ORDER[:-1]:
            name = f"{kind}_closes"
            day = found.get(name)
            if day and last and day < last:
                label = str(self.fields[last_name].label).lower()
                self.add_error(name, _("Không được trước ngày %(label)s.") % {"label": label})
            if day:
                last_name, last = name, day
        closes = found.get("comment_closes")
        if closes and closes < timezone.localdate():
            self.add_error("comment_closes", _("Thời hạn góp ý phải từ hôm nay trở đi."))
        return found

    def for_action(self) -> dict:
        """What `create_consultation` takes."""
        found = self.cleaned_data
        version = found["version"]
        return {
            **{name: found[name] for name in _PLAIN},
            "version": version,
            "agency": version.draft.agency,
            "title": found["title"] or version.draft.title,
            "stages": {
                kind: (
                    found["comment_opens"] if kind == "comment" else None,
                    end_of(found[f"{kind}_closes"]) if found[f"{kind}_closes"] else None,
                )
                for kind in stages.ORDER[:-1]
            },
        }


_PLAIN = ("kind", "legal_basis", "council", "summary", "invited", "levels", "client_key")


class InterestForm(forms.Form):
    """Whether the person has an interest in the subject of the file, and which."""

    interest_kind = forms.ChoiceField(
        label=_("Lợi ích liên quan đến nội dung dự thảo"),
        choices=[("no", _("Không có lợi ích liên quan")), ("yes", _("Có lợi ích liên quan"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn có hay không có lợi ích liên quan.")},
    )
    interest = forms.CharField(
        label=_("Lợi ích liên quan"),
        required=False,
        max_length=INTEREST_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Ví dụ: đang làm việc, góp vốn, nhận tài trợ của đơn vị chịu tác động. Hiện cạnh ý kiến công khai họ tên; "
            "với ý kiến khác, chỉ hội đồng đọc nội dung, người khác chỉ biết là có khai báo."
        ),
    )
    use_required_attribute = False

    def clean(self):
        """Afterwards `interest` is what the action takes: the words, "" for none, None where nothing was said."""
        found = super().clean()
        if "interest_kind" not in self.fields:
            return found
        kind, words = found.pop("interest_kind", ""), (found.get("interest") or "").strip()
        if kind == "yes" and not words and "interest" not in self.errors:
            self.add_error("interest", _("Cần ghi lợi ích liên quan."))
        found["interest"] = {"yes": words, "no": ""}.get(kind)
        return found


class MoveForm(forms.Form):
    """To the next stage, with a new deadline if the one set before no longer fits."""

    to = forms.ChoiceField(choices=[(kind, kind) for kind in stages.ORDER[1:]], widget=forms.HiddenInput)
    closes_on = DayField(label=_("Hạn mới của giai đoạn"), required=False)


class ExtendForm(forms.Form):
    """A later deadline of the present stage, and why."""

    closes_on = DayField(label=_("Hạn mới của giai đoạn"), error_messages={"required": _("Cần ghi hạn mới.")})
    reason = forms.CharField(
        label=_("Lý do gia hạn"),
        max_length=500,
        help_text=_("Được công khai và báo cho chuyên gia được mời."),
        error_messages={"required": _("Cần nêu lý do gia hạn.")},
    )


class InviteForm(forms.Form):
    """Whom to ask, and a few words."""

    experts = forms.ModelMultipleChoiceField(
        label=_("Chuyên gia"),
        queryset=None,
        error_messages={
            "required": _("Cần chọn ít nhất một chuyên gia."),
            "invalid_choice": _("Có chuyên gia không mời được hoặc đã được mời."),
        },
    )
    message = forms.CharField(
        label=_("Lời mời"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text=_("Gửi kèm tên hồ sơ, thời hạn và đường dẫn trả lời."),
    )

    def __init__(self, *args, experts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts


class InvitationForm(forms.Form):
    """Accept, or decline with a reason."""

    answer = forms.ChoiceField(
        label=_("Trả lời lời mời"),
        choices=[("yes", _("Nhận lời tham gia")), ("no", _("Từ chối"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Cần chọn nhận lời hoặc từ chối.")},
    )
    reason = forms.CharField(
        label=_("Lý do từ chối"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text=_("Bắt buộc khi từ chối; chỉ cơ quan soạn thảo và đơn vị tổng hợp đọc được."),
    )

    def clean(self):
        found = super().clean()
        if found.get("answer") == "no" and not (found.get("reason") or "").strip():
            self.add_error("reason", _("Cần nêu lý do từ chối."))
        return found
