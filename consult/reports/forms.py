"""Shape of points and answers; what may be said is the rules' question."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.forums.models import Criterion, Position
from consult.reports.models import Answer


class PointForm(forms.Form):
    """A point, new (with a client key) or changed (with the version that was read)."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Tên điểm góp ý"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nêu trung tính việc được đề nghị, không nêu tên người góp ý."),
        error_messages={"required": _("Xin đặt tên điểm góp ý.")},
    )
    clause = forms.ChoiceField(label=_("Điều khoản"), required=False)
    position = forms.ChoiceField(
        label=_("Quan điểm"),
        choices=Position.choices,
        error_messages={"required": _("Xin chọn quan điểm của điểm góp ý.")},
    )
    summary = forms.CharField(
        label=_("Nội dung tổng hợp"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    also = forms.MultipleChoiceField(
        label=_("Điều khoản khác có liên quan"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6, "class": "select--list"}),
        help_text=_("Chọn nhiều điều khoản bằng phím Ctrl hoặc Shift; chọn lại để bỏ."),
    )
    criteria = forms.MultipleChoiceField(
        label=_("Tiêu chí phản biện"),
        choices=Criterion.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    use_required_attribute = False

    def __init__(self, *args, clauses=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", _("Chung cho toàn văn")), *clauses]
        self.fields["also"].choices = clauses

    @property
    def opens_more(self) -> bool:
        """Whether something is chosen among the further clauses and criteria, or wrong there."""
        names = ("also", "criteria")
        return any(self[name].value() or self[name].errors for name in names)


class AnswerForm(forms.Form):
    """The agency's answer to one point."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    code = forms.ChoiceField(
        label=_("Hướng xử lý"),
        choices=Answer.Code.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn hướng xử lý.")},
    )
    text = forms.CharField(
        label=_("Nội dung tiếp thu, giải trình"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Tiếp thu phải chỉ rõ nội dung đã sửa; giải trình phải nêu lý do."),
        error_messages={
            "required": _(
                "Cần ghi nội dung tiếp thu, giải trình; chọn hướng xử lý thôi chưa phải là trả lời."
            )
        },
    )
    changes = forms.MultipleChoiceField(
        label=_("Chỗ đã sửa ở bản dự thảo mới"), required=False, widget=forms.CheckboxSelectMultiple
    )
    not_yet = forms.CharField(
        label=_("Lý do chưa đưa vào bản này"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ ghi khi tiếp thu mà bản dự thảo mới chưa thể hiện."),
    )
    to = forms.ChoiceField(
        label=_("Cơ quan được chuyển đến"),
        required=False,
        help_text=_(
            "Bắt buộc khi chuyển cơ quan khác; cơ quan đó đọc được điểm này và trả lời hoặc trả lại."
        ),
    )
    use_required_attribute = False

    def __init__(self, *args, changes=(), organisations=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["changes"].choices = changes
        self.fields["to"].choices = [("", _("Chọn cơ quan")), *organisations]


class StartForm(forms.Form):
    """How compiling begins: with or without a vote of the council, and how long authors check their points."""

    vote = forms.ChoiceField(
        label=_("Chốt bản tổng hợp"),
        choices=[("1", _("Bằng quyết định của hội đồng")), ("0", _("Không cần hội đồng biểu quyết"))],
        widget=forms.RadioSelect,
        required=False,
    )
    check_hours = forms.IntegerField(
        label=_("Số giờ tác giả kiểm tra"),
        required=False,
        help_text=_(
            "Mỗi tác giả xem điểm mang ý kiến của mình và cho biết phản ánh đúng hay chưa; 0 là không kiểm tra."
        ),
    )
    notes = {
        "1": _(
            "Ủy viên nêu nhận định, biểu quyết từng kết luận; chủ nhiệm hội đồng ký. Cách chốt cố định từ khi bắt đầu."
        ),
        "0": _("Điều phối viên chốt khi mọi ý kiến đã xếp."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["check_hours"].widget.attrs |= {"class": "input--short", "min": 0, "max": 720}

    def chosen(self) -> dict:
        """What the action takes; None where nothing was chosen."""
        vote = self.cleaned_data["vote"]
        return {"vote": vote == "1" if vote else None, "check_hours": self.cleaned_data["check_hours"]}


def new_point_form(clauses, **start) -> PointForm:
    return PointForm(initial={"client_key": uuid.uuid4(), **start}, clauses=clauses)


def edit_point_form(clauses, point) -> PointForm:
    """The form of a point as `selectors.PointView` shows it."""
    start = {
        "version": point.version,
        "title": point.row.title,
        "clause": point.clause_id or "",
        "position": point.row.position,
        "summary": point.summary,
        "also": [pk for pk, _place in point.also],
        "criteria": list(point.criteria),
    }
    return PointForm(initial=start, clauses=clauses)
