"""The published catalogue of reasons with what each means: the rules page and the log speak of no other."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consult.forums.models import Ground

MEANING = {
    Ground.INSULT: _("Lời lẽ xúc phạm, miệt thị hoặc công kích một người thay cho lý lẽ về dự thảo."),
    Ground.OFF_TOPIC: _(
        "Không nói về dự thảo đang lấy ý kiến, hoặc là đơn thư, khiếu nại thuộc thẩm quyền của cơ quan khác. "
        "Ý kiến không đồng ý với dự thảo không phải là ý kiến không liên quan."
    ),
    Ground.ADVERT: _("Quảng cáo hàng hóa, dịch vụ, hoặc một nội dung gửi lặp lại nhiều lần."),
    Ground.PRIVATE: _("Số điện thoại, địa chỉ, số giấy tờ, thông tin sức khỏe hoặc đời tư của người khác."),
    Ground.SECRET: _(
        "Nội dung có dấu hiệu thuộc bí mật nhà nước. Khi có báo cáo, ý kiến được tạm ẩn ngay, người kiểm duyệt "
        "quyết định sau."
    ),
    Ground.OTHER: _("Vi phạm pháp luật khác; quyết định phải nêu rõ quy định bị vi phạm."),
}


@dataclass(frozen=True)
class Reason:
    code: str
    label: str
    meaning: str


def catalogue() -> tuple[Reason, ...]:
    return tuple(Reason(ground.value, str(ground.label), str(MEANING[ground])) for ground in Ground)
