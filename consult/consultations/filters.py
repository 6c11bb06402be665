"""Lists of the officers' pages."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.core import vietnamese
from consult.experts.models import Expert, Field


class CandidateFilter(django_filters.FilterSet):
    """Experts to invite, by field of science and by name."""

    linh_vuc = django_filters.ModelChoiceFilter(
        label=_("Lĩnh vực"),
        queryset=Field.objects.filter(level__lte=2).order_by("code"),
        method="in_field",
        empty_label=_("Mọi lĩnh vực"),
    )
    ten = django_filters.CharFilter(
        label=_("Họ tên hoặc đơn vị công tác"), method="named", max_length=80, widget=forms.TextInput
    )

    class Meta:
        model = Expert
        fields = []

    def in_field(self, queryset, _name, field):
        """The field itself and those below it, by their codes."""
        inside = Field.objects.filter(code__startswith=field.code)
        return queryset.filter(pk__in=Expert.fields.through.objects.filter(field__in=inside).values("expert"))

    def named(self, queryset, _name, words):
        for word in vietnamese.clean_name(words).split()[:8]:
            queryset = queryset.filter(Q(user__full_name__icontains=word) | Q(workplace__icontains=word))
        return queryset
