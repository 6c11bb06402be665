"""Filters of the public directory. Only what is named here filters: other parameters are ignored."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.experts import selectors
from consult.experts.models import Expert

DEGREES = [
    ("gs", _("Giáo sư, phó giáo sư")),
    ("ts", _("Tiến sĩ khoa học, tiến sĩ")),
    ("ths", _("Thạc sĩ, bác sĩ chuyên khoa")),
]


class ExpertFilters(django_filters.FilterSet):
    """Every choice is checked against a list in memory, so that no odd value reaches the database."""

    q = django_filters.CharFilter(
        label=_("Tìm theo tên, chuyên ngành, đơn vị"), method="by_words", max_length=200
    )
    field = django_filters.MultipleChoiceFilter(
        label=_("Lĩnh vực"), method="by_field", widget=forms.CheckboxSelectMultiple
    )
    branch = django_filters.ChoiceFilter(label=_("Ngành"), method="by_branch", empty_label=_("Mọi ngành"))
    degree = django_filters.MultipleChoiceFilter(
        label=_("Học hàm, học vị"), choices=DEGREES, method="by_degree", widget=forms.CheckboxSelectMultiple
    )
    association = django_filters.ChoiceFilter(
        label=_("Hội"), method="by_association", empty_label=_("Mọi hội")
    )

    class Meta:
        model = Expert
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = selectors.field_choices()
        self.filters["field"].extra["choices"] = [(top.code, top.words) for top, _below in groups]
        self.filters["branch"].extra["choices"] = [
            (top.words, [(field.code, field.words) for field in below]) for top, below in groups
        ]
        self.filters["association"].extra["choices"] = [
            (row.slug, row.short_name) for row in selectors.associations()
        ]

    def by_words(self, queryset, _name, value):
        return selectors.matching_words(queryset, value)

    def by_field(self, queryset, _name, codes):
        return queryset.in_fields(codes)

    def by_branch(self, queryset, _name, code):
        return queryset.in_fields([code])

    def by_degree(self, queryset, _name, chosen):
        return selectors.with_degrees(queryset, chosen)

    def by_association(self, queryset, _name, slug):
        return queryset.filter(association__slug=slug)

    def active(self) -> list[dict]:
        """The filters in use as pills, each a link to the page without it."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        pills = []
        for name in ("field", "branch", "degree", "association"):
            value = data.get(name) or []
            labels = dict(_flat(self.filters[name].extra["choices"]))
            for one in value if isinstance(value, list) else [value]:
                rest = self.data.copy()
                rest.setlist(name, [other for other in rest.getlist(name) if other != one])
                rest.pop("page", None)
                pills.append({"words": labels[one], "url": f"?{rest.urlencode()}"})
        return pills


def _flat(choices):
    for value, label in choices:
        if isinstance(label, list):
            yield from label
        else:
            yield value, label
