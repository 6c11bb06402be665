"""Papers whose layout is their own: what they are called, whose they are, and what may be edited of them."""

from .forms import AGENCY, FRONT, RECIPIENTS, OwnLayout, Text

OPENING = "mo_dau"
MINUTES = OwnLayout(
    "bien-ban", 5, "Biên bản", FRONT,
    (Text(RECIPIENTS, "Nơi nhận (mỗi dòng một nơi)", "{co_quan}\n{hoi_dong}\nLưu: VT"),),
)  # fmt: skip
COMPARISON = OwnLayout(
    "ban-so-sanh", 11, "Bản so sánh dự thảo", AGENCY,
    (Text(OPENING, "Lời mở đầu (để trống: câu thường dùng, có số liệu các thay đổi)", ""),),
)  # fmt: skip
OWN_LAYOUTS = {form.code: form for form in (MINUTES, COMPARISON)}


def of_version(number: int) -> str:
    """What a comparison's name says after the colon."""
    return f"bản {number} so với bản trước"
