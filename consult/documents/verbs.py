"""What the ledger knows about drafts; all of it lies in the book of the drafting agency."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

DRAFT_CREATED = register(
    Verb(
        "draft.created",
        _("%(who)s lập dự thảo %(what)s"),
        audience="office",
    )
)
# An upload may still be discarded, so the entry carries the hash of the file instead of committing to a row.
VERSION_UPLOADED = register(
    Verb(
        "version.uploaded",
        _("%(who)s tải lên %(what)s"),
        audience="office",
    )
)
# The tree of an upload may change until it is published; the entry of the publication commits to the result.
VERSION_REPAIRED = register(
    Verb(
        "version.repaired",
        _("%(who)s sửa cấu trúc %(what)s"),
        audience="office",
    )
)
# Words of a version written in place change the same way; the entries commit to nothing until it is published.
VERSION_REWORDED = register(
    Verb(
        "version.reworded",
        _("%(who)s sửa lời văn %(what)s"),
        audience="office",
    )
)
VERSION_BEGUN = register(
    Verb(
        "version.begun",
        _("%(who)s lập bản tiếp theo %(what)s"),
        audience="office",
    )
)
VERSION_DISCARDED = register(
    Verb(
        "version.discarded",
        _("%(who)s bỏ bản tải lên %(what)s"),
        audience="office",
    )
)
VERSION_PUBLISHED = register(
    Verb(
        "version.published",
        _("%(who)s công bố %(what)s"),
        audience="public",
        content=lambda version: {
            "draft": version.draft_id,
            "number": version.number,
            "source": version.source_hash,
            "tree": version.tree_hash,
        },
    )
)
