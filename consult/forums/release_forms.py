"""Shape of a release: with the name or without, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.consultations.levels import Shown
from consult.forums.models import Comment
from consult.forums.release_actions import REASON_LIMIT

WITHOUT = _("Công bố không kèm họ tên")
WITH = _("Công bố kèm họ tên")


class ReleaseForm(forms.Form):
    """The choice of a name stands there only where the author agreed."""

    level = forms.ChoiceField(
        label=_("Họ tên người góp ý"),
        choices=[(Shown.ANONYMOUS.value, WITHOUT), (Shown.NAMED.value, WITH)],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Xin chọn công bố kèm hay không kèm họ tên."),
            "invalid_choice": _("Người góp ý chưa đồng ý công bố kèm họ tên."),
        },
    )
    reason = forms.CharField(
        label=_("Lý do công bố"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_LIMIT,
        help_text=_("Được công khai cùng ý kiến; không nhắc đến họ tên, nơi công tác của người góp ý."),
        error_messages={"required": _("Cần nêu lý do công bố; lý do được công khai cùng ý kiến.")},
    )
    use_required_attribute = False

    def __init__(self, *args, comment: Comment, **kwargs):
        super().__init__(*args, **kwargs)
        levels = [] if comment.released else [(Shown.ANONYMOUS.value, WITHOUT)]
        levels += [(Shown.NAMED.value, WITH)] if comment.name_agreed else []
        self.fields["level"].choices = levels
        self.fields["level"].initial = levels[0][0] if levels else None
