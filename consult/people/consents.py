"""The texts of consent, by purpose, and who must know when one is given or withdrawn.

The words of a version never change: a new wording is a new version below, and old consents keep pointing at
the words that were read. Apps above people (the register of experts) listen by `on_change`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import gettext_noop as _

# (purpose, version): the words shown beside the unticked box. Vietnamese is the only binding wording;
# English is a reading aid and says so.
TEXTS = {
    ("account", 1): _(
        "Tôi đồng ý để cơ quan chủ quản xử lý họ tên, thư điện tử và các ý kiến do tôi gửi, nhằm mở và duy trì"
        " tài khoản, ghi sổ ý kiến và trả lời ý kiến. Dữ liệu được lưu đến hết thời hạn lưu trữ của hồ sơ tham vấn."
    ),
    ("register", 1): _(
        "Tôi đồng ý công khai họ tên, học hàm, học vị, lĩnh vực, chuyên ngành, đơn vị công tác, hội đang tham gia"
        " và công trình tiêu biểu của tôi trong danh bạ chuyên gia. Thư điện tử không được công khai."
    ),
    ("public_name", 1): _(
        "Tôi đồng ý công khai họ tên, học hàm, học vị và đơn vị công tác bên cạnh những ý kiến mà tôi chọn hiển thị"
        " có tên. Khi rút lại sự đồng ý, tên được gỡ; nội dung ý kiến vẫn ở trong hồ sơ tham vấn."
    ),
    ("notices", 1): _(
        "Tôi đồng ý nhận qua thư điện tử lời mời góp ý, thông báo về hồ sơ đang tham gia và kết quả tiếp thu,"
        " giải trình. Thư xác nhận tài khoản và thư về an toàn tài khoản luôn được gửi."
    ),
}
REQUIRED = {"account"}

Listener = Callable[[object, bool], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


def on_change(purpose: str, function: Listener) -> None:
    """Call `function(user, given)` in the transaction that records a choice about `purpose`."""
    if function not in _listeners[purpose]:
        _listeners[purpose].append(function)


def announce(user, purpose: str, given: bool) -> None:
    """Called by the consent action alone."""
    for function in _listeners[purpose]:
        function(user, given)


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def load_texts(model) -> int:
    """Insert the versions that are missing; returns how many. Called after every migrate."""
    known = set(model.objects.values_list("purpose", "version"))
    rows = [
        model(
            purpose=purpose,
            version=version,
            text=text,
            text_hash=text_hash(text),
            required=purpose in REQUIRED,
        )
        for (purpose, version), text in TEXTS.items()
        if (purpose, version) not in known
    ]
    model.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
