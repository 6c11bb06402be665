from django import forms
from django.utils.translation import gettext_lazy as _

from consult.notices.models import Channel, Kind

HOURS = [("", _("Không đặt")), *((hour, f"{hour:02d}:00") for hour in range(24))]
DAYS = (
    (0, _("Thứ Hai")),
    (1, _("Thứ Ba")),
    (2, _("Thứ Tư")),
    (3, _("Thứ Năm")),
    (4, _("Thứ Sáu")),
    (5, _("Thứ Bảy")),
    (6, _("Chủ nhật")),
)


def _select():
    return forms.Select(attrs={"class": "select"})


class ChannelsForm(forms.Form):
    """One choice of channel per kind of notice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Channel.choices, widget=_select()
            )


class HabitForm(forms.Form):
    """When mails may come."""

    quiet_from = forms.TypedChoiceField(
        label=_("Giờ yên tĩnh, từ"),
        choices=HOURS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=_select(),
    )
    quiet_to = forms.TypedChoiceField(
        label=_("Giờ yên tĩnh, đến"), choices=HOURS, coerce=int, empty_value=None, required=False, widget=_select(),
        help_text=_("Thư đến trong giờ yên tĩnh được giữ lại và gửi gộp khi hết giờ."),
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label=_("Ngày nhận thư tổng hợp hằng tuần"), choices=DAYS, coerce=int, widget=_select()
    )
    leave_out_read = forms.BooleanField(
        label=_("Không đưa vào thư những thông báo đã đọc trong hộp thông báo"), required=False
    )

    def clean(self):
        found = super().clean()
        if (found.get("quiet_from") is None) != (found.get("quiet_to") is None):
            raise forms.ValidationError(_("Xin chọn cả giờ bắt đầu và giờ kết thúc của giờ yên tĩnh."))
        return found
