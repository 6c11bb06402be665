from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils import timezone

from consult.core.vietnamese import fold

# Letters with marks and what they fold to, one for one: the database folds as core.vietnamese does.
_MARKED = [
    char
    for start, end in ((0xE0, 0x180), (0x1A0, 0x1B1), (0x1EA0, 0x1EFA))
    for char in map(chr, range(start, end))
    if char.islower() and len(fold(char)) == 1 and fold(char) != char
]


def folded(expression) -> Func:
    """The expression in lower case without marks, for search."""
    plain = "".join(map(fold, _MARKED))
    return Func(
        Lower(expression),
        Value("".join(_MARKED)),
        Value(plain),
        function="translate",
        output_field=models.TextField(),
    )


class ExpertQuerySet(models.QuerySet):
    def verified(self):
        today = timezone.localdate()
        return self.filter(state="verified").filter(Q(verified_until=None) | Q(verified_until__gte=today))

    def listed(self):
        """In the public directory: verified, and consenting to it."""
        return self.verified().filter(listed=True, user__is_active=True)

    def for_rows(self):
        return self.select_related("user", "association", "commune").prefetch_related("fields")

    def for_page(self):
        """One profile whole: fields with their level above, decisions with who took them."""
        return self.select_related("user", "association", "commune").prefetch_related(
            "fields__parent", "verifications__officer", "verifications__organisation"
        )

    def with_search(self):
        """`search`: name, specialty, workplace and association, folded."""
        association = Coalesce(F("association__short_name"), Value(""))
        parts = [F("user__full_name"), F("specialty"), F("workplace"), association]
        spaced = [piece for part in parts for piece in (part, Value(" "))]
        return self.alias(search=folded(Concat(*spaced, output_field=models.TextField())))

    def in_fields(self, codes):
        """Experts of one of these fields, or of a field below one of them."""
        below = Q()
        for code in codes:
            below |= Q(field__code__startswith=code)
        through = self.model.fields.through.objects.filter(below, expert=OuterRef("pk"))
        return self.filter(Exists(through)) if codes else self
