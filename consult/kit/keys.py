"""Client keys: pressing twice, resending and replaying make one thing."""

import uuid

from django.db import models
from django.utils.translation import gettext as _

from consult.kit.verdicts import Refused


class KeyedModel(models.Model):
    """A thing a person sends: the browser gives it a key before sending; unique per author by constraint."""

    client_key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


def read_key(raw) -> uuid.UUID:
    """The key of a form, or a refusal when it was forged."""
    try:
        return uuid.UUID(str(raw))
    except ValueError as error:
        raise Refused(
            _("Mã gửi của biểu mẫu không hợp lệ. Xin tải lại trang rồi gửi lại, nội dung đã được giữ."),
            "bad-key",
        ) from error


def same_or_refuse(stored, **sent) -> None:
    """The same key must carry the same content: a key reused for another text is refused."""
    if any(getattr(stored, name) != value for name, value in sent.items()):
        raise Refused(
            _("Mã gửi này đã dùng cho một nội dung khác. Xin tải lại trang rồi gửi lại."), "key-reused"
        )
