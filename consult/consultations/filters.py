"""Lists of the officers' pages."""

import django_filters
from django import forms
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from consult.core import vietnamese
from consult.experts.models import Expert, Field
from consult.experts.querysets import folded


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
        """Every word in the name or the workplace, with marks or without: "nguyen" finds Nguyễn, "dinh" Đinh."""
        both = Concat("user__full_name", Value(" "), "workplace", output_field=TextField())
        queryset = queryset.alias(who=folded(both))
        for word in vietnamese.fold(vietnamese.clean_name(words)).split()[:8]:
            queryset = queryset.filter(who__contains=word)
        return queryset
