"""Shape of what an author types; what may be posted is the rules' question."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.consultations.forms import InterestForm
from consult.consultations.levels import CONSEQUENCES, Shown
from consult.forums.anchors import LONGEST
from consult.forums.models import Added, Criterion, Position
from consult.forums.rules import levels_for


class LevelField(forms.ChoiceField):
    """Who may know the name: the levels that stand open here, each with its consequences."""

    def __init__(self, label):
        super().__init__(
            label=label,
            choices=Shown.choices,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Xin chọn ai được biết tên người góp ý."),
                "invalid_choice": _("Hồ sơ này không nhận ý kiến ở mức này."),
            },
        )
        self.consequences = CONSEQUENCES

    def allow(self, levels) -> None:
        """Publishing one's name is never chosen for anybody, save where there is no other way."""
        self.choices = [choice for choice in Shown.choices if choice[0] in levels]
        self.initial = self.choices[0][0] if len(self.choices) == 1 else None


class CommentForm(InterestForm):
    """An opinion: position, reason, proposed wording, criterion, who may know the name. In this order.

    The interest is asked of those who have not declared it in this file (`asks_interest`), and may stay unsaid.
    """

    clause = forms.IntegerField(widget=forms.HiddenInput, required=False)
    attachment = forms.IntegerField(widget=forms.HiddenInput, required=False)
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    position = forms.ChoiceField(
        label=_("1. Quan điểm"),
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn quan điểm.")},
    )
    reason = forms.CharField(
        label=_("2. Lý do, căn cứ"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Có thể dẫn luật, số liệu. Không gửi nội dung thuộc bí mật nhà nước."),
    )
    proposed = forms.CharField(
        label=_("3. Đề nghị sửa thành"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    cited = forms.CharField(
        label=_("Trích nguyên văn"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "vi"}),
        help_text=_("Đoạn câu chữ của điều khoản mà ý kiến nói tới; bỏ trống nếu góp ý cho cả điều khoản."),
        error_messages={"max_length": _("Đoạn trích dài quá 2.000 ký tự.")},
    )
    cited_at = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)
    adds = forms.ChoiceField(
        label=_("Bổ sung, sau điều khoản này"),
        required=False,
        choices=[("", _("Cùng loại với điều khoản này")), *Added.choices],
    )
    criterion = forms.ChoiceField(
        label=_("4. Tiêu chí phản biện"),
        required=False,
        choices=[("", _("Chưa chọn")), *Criterion.choices],
    )
    sources = forms.CharField(
        label=_("5. Căn cứ kèm theo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một căn cứ: điều luật, DOI hoặc địa chỉ trang."),
    )
    shown = LevelField(_("6. Ai được biết tên tôi"))
    name_agreed = forms.BooleanField(
        label=_("Đồng ý công bố kèm họ tên nếu hội đồng thấy cần"),
        required=False,
        help_text=_(
            "Dùng cho ý kiến chỉ hội đồng đọc; có thể đồng ý hoặc thôi đồng ý sau ở trang biên nhận."
        ),
    )
    field_order = (
        "clause", "client_key", "position", "reason", "proposed", "criterion", "sources", "shown", "name_agreed",
        "interest_kind", "interest",
    )  # fmt: skip

    # A sentence of ours, not the browser's: the form goes to the server as it is.
    use_required_attribute = False

    def clean_adds(self) -> str:
        """A choice left from another position means nothing."""
        return self.cleaned_data["adds"] if self.cleaned_data.get("position") == Position.ADD else ""

    def __init__(self, *args, levels, asks_interest: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown"].allow(levels)
        self.fields["interest_kind"].required = False
        if Shown.COUNCIL not in levels:
            del self.fields["name_agreed"]
        if not asks_interest:
            del self.fields["interest_kind"], self.fields["interest"]


class ReplyForm(forms.Form):
    """An answer inside a thread."""

    parent = forms.IntegerField(widget=forms.HiddenInput)
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("Nội dung trả lời"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Xin viết nội dung trả lời.")},
    )
    sources = forms.CharField(
        label=_("Căn cứ kèm theo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một căn cứ: điều luật, DOI hoặc địa chỉ trang."),
    )
    shown = LevelField(_("Ai được biết tên tôi"))
    use_required_attribute = False

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown"].allow(levels)


class EditForm(CommentForm):
    """Other words for a comment that was sent; who may know the name was settled then."""

    edits = forms.IntegerField(widget=forms.HiddenInput)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, reply: bool = False, **kwargs):
        super().__init__(*args, levels=(), **kwargs)
        for name in (
            "shown",
            "clause",
            "attachment",
            "sources",
            "cited",
            "cited_at",
            *(("position", "proposed", "adds", "criterion") if reply else ()),
        ):
            del self.fields[name]
        if reply:
            self.fields["reason"].label = _("Nội dung trả lời")


FIELDS = tuple(name for name, field in CommentForm.base_fields.items() if not field.widget.is_hidden)
"""What a person types in a composer: what drafts hold."""


def new_comment_form(
    consultation,
    clause_id: int | None,
    kept: dict | None = None,
    attachment_id: int | None = None,
    *,
    asks_interest: bool = False,
) -> CommentForm:
    """An empty composer with a fresh key, or what was typed before the session ended (with its own key)."""
    start = {"clause": clause_id, "attachment": attachment_id, "client_key": uuid.uuid4(), **(kept or {})}
    return CommentForm(initial=start, levels=levels_for(consultation), asks_interest=asks_interest)


def new_reply_form(consultation, parent, kept: dict | None = None) -> ReplyForm:
    start = {"parent": parent.pk, "client_key": uuid.uuid4(), **(kept or {})}
    return ReplyForm(initial=start, levels=levels_for(consultation, parent))


def new_edit_form(comment, draft: dict | None = None) -> EditForm:
    """The words as they were sent, or the draft of other ones. A fresh key belongs to each opening."""
    words = {name: getattr(comment, name) for name in FIELDS if hasattr(comment, name)}
    start = {
        **words,
        "client_key": uuid.uuid4(),
        **(draft or {}),
        "edits": comment.pk,
        "edition": comment.edition,
    }
    return EditForm(initial=start, reply=comment.parent_id is not None)
