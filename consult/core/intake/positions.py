"""Positions in the words of letters: "nhất trí", "đề nghị bỏ". Only what is said plainly; silence is no consent."""

import re

from .heads import plain

_AGREE = r"(?:nhat tri|thong nhat|dong y|dong tinh|tan thanh|dong thuan|ung ho)"
_NOT = re.compile(rf"(?:khong|chua|ko) (?:\w+ ){{0,2}}{_AGREE}|phan doi|khong phu hop")
_WITH_CHANGES = re.compile(
    rf"(?:co ban|ve co ban) (?:\w+ )?{_AGREE}|{_AGREE}.*(?:sua|bo sung|tuy nhien|nhung|song|de nghi|dieu chinh|can )"
)
_YES = re.compile(rf"(?:^|.* ){_AGREE}(?: .*|$)")
_DROP = re.compile(
    r"(?:de nghi|kien nghi|can|nen|xem xet)? ?(?:(?:bai|luoc|xoa|cat) bo(?: .*)?"
    r"|bo(?: (?:ca|quy dinh|khoan|diem|dieu|cum tu|noi dung|doan|tu|cau|muc|chuong|phan|tieu chi)\b.*)?)$"
)
_ADD = re.compile(r"(?:de nghi|kien nghi|can|nen|xem xet)? ?(?:nghien cuu )?bo sung(?: .*)?$")
_AMEND = re.compile(
    r"(?:de nghi|kien nghi|can|nen|xem xet)? ?(?:nghien cuu )?(?:sua|chinh sua|sua doi|thay|dieu chinh|chinh ly)(?: .*)?$"
)
_OTHER = re.compile(r"(?:y kien )?khac")


def position_of(words: str) -> str:
    """The position that a cell names, "" for words that name none."""
    text = plain(words)
    if not text:
        return ""
    for pattern, code in (
        (_NOT, "no"), (_WITH_CHANGES, "amend"), (_YES, "yes"), (_DROP, "drop"), (_AMEND, "amend"), (_ADD, "add"),
        (_OTHER, "other"),
    ):  # fmt: skip
        if pattern.search(text) if code == "no" else pattern.match(text):
            return code
    return ""


def opening_of(words: str) -> str:
    """The position that an opinion begins with; "other" where its first sentence says none."""
    first = re.split(r"[.;:\n]", words.strip(), maxsplit=1)[0][:120]
    return position_of(first) or "other"
