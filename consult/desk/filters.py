import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation
from consult.core import vietnamese


def agencies_in_use(request):
    from consult.people.models import Organisation

    return Organisation.objects.filter(consultations__isnull=False).distinct().order_by("short_name")


class ConsultationFilter(django_filters.FilterSet):
    """The list of files: words, kind, state, agency. No other parameter does anything."""

    q = django_filters.CharFilter(
        label=_("Tìm theo tên dự thảo"),
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "input", "type": "search"}),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Loại hồ sơ"),
        choices=Consultation.Kind.choices,
        empty_label=_("Mọi loại"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("open", _("Đang lấy ý kiến")), ("closed", _("Đã kết thúc"))],
        empty_label=_("Mọi tình trạng"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan chủ trì soạn thảo"),
        queryset=agencies_in_use,
        empty_label=_("Mọi cơ quan"),
        widget=forms.Select(attrs={"class": "select"}),
    )

    class Meta:
        model = Consultation
        fields = ["q", "kind", "state", "agency"]

    def by_words(self, queryset, name, value):
        """Every word must occur in the folded title or the summary: written with or without marks."""
        words = vietnamese.fold(vietnamese.clean(value)).split()[:12]
        wanted = Q()
        for word in words:
            wanted &= Q(folded__contains=word)
        return queryset.filter(wanted)
